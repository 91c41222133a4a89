using System.Collections.ObjectModel;

namespace Skender.Stock.Indicators;

/// <summary>Search by date.</summary>
public static class Seeking
{
    /// <summary>The first element of that date, or the default.</summary>
    public static TSeries? Find<TSeries>(this IEnumerable<TSeries> series, DateTime lookupDate)
        where TSeries : ISeries =>
        series.FirstOrDefault(element => element.Date == lookupDate);
}

/// <summary>Order by date.</summary>
public static class Sorting
{
    /// <summary>The elements ascending by date.</summary>
    public static Collection<TSeries> ToSortedCollection<TSeries>(this IEnumerable<TSeries> series)
        where TSeries : ISeries =>
        [.. series.OrderBy(element => element.Date)];
}

/// <summary>Removal of the first elements.</summary>
public static class Pruning
{
    /// <summary>All but the first <paramref name="removePeriods"/> elements.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static IEnumerable<T> RemoveWarmupPeriods<T>(this IEnumerable<T> series, int removePeriods)
    {
        if (removePeriods < 0)
            throw new ArgumentOutOfRangeException(nameof(removePeriods), removePeriods, "Removal expects at least 0 periods.");
        return series.Skip(removePeriods).ToList();
    }

    /// <summary>All but the results before the first that satisfies a condition; <paramref name="count"/> turns its index (−1 where none does) into another number to leave out.</summary>
    internal static List<T> AfterFirst<T>(this IEnumerable<T> series, Predicate<T> condition, Func<int, int>? count = null)
    {
        List<T> list = [.. series];
        var first = list.FindIndex(condition);
        return [.. list.Skip(count == null ? first : count(first))];
    }
}
