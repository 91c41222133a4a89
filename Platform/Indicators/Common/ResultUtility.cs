using System.Collections.ObjectModel;

namespace Skender.Stock.Indicators;

/// <summary>Conversions of results.</summary>
public static class ResultUtility
{
    /// <summary>The results whose main value is defined, ascending by date.</summary>
    public static IEnumerable<TResult> Condense<TResult>(this IEnumerable<TResult> results)
        where TResult : IReusableResult =>
        results.Where(result => result.Value is { } value && !double.IsNaN(value)).OrderBy(result => result.Date).ToList();

    /// <summary>The main values from the first defined one on, ascending by date; later nulls are NaN.</summary>
    public static Collection<(DateTime Date, double Value)> ToTupleChainable(this IEnumerable<IReusableResult> reusable)
    {
        var series = PriceSeries.Of(reusable);
        return [.. series.Dates.Zip(series.Values)];
    }

    /// <summary>All main values ascending by date; nulls are NaN.</summary>
    public static Collection<(DateTime Date, double Value)> ToTupleNaN(this IEnumerable<IReusableResult> reusable) =>
        [.. reusable.OrderBy(result => result.Date).Select(result => (result.Date, result.Value ?? double.NaN))];

    /// <summary>Fits results to the dates of another series by adding empty results or removing some.</summary>
    public static IEnumerable<TResultA> SyncIndex<TResultA, TResultB>(
        this IEnumerable<TResultA> syncMe, IEnumerable<TResultB> toMatch, SyncType syncType = SyncType.FullMatch)
        where TResultA : ISeries
        where TResultB : ISeries
    {
        List<TResultA> own = [.. syncMe];
        List<DateTime> dates = [.. toMatch.Select(result => result.Date).Order()];
        if (own.Count == 0 || dates.Count == 0)
            return [];
        if (!Enum.IsDefined(syncType))
            throw new ArgumentOutOfRangeException(nameof(syncType), syncType, "Unknown way to fit a series.");

        var type = own[0].GetType();
        var has = own.Select(result => result.Date).ToHashSet();
        if (syncType != SyncType.RemoveOnly)
        {
            var missing = syncType == SyncType.Prepend
                ? dates.TakeWhile(date => !has.Contains(date))
                : dates.Where(date => !has.Contains(date));
            own.AddRange(missing.Select(date => (TResultA)Activator.CreateInstance(type, date)!));
        }
        if (syncType is SyncType.RemoveOnly or SyncType.FullMatch)
        {
            var wanted = dates.ToHashSet();
            own.RemoveAll(result => !wanted.Contains(result.Date));
        }
        return [.. own.OrderBy(result => result.Date)];
    }
}
