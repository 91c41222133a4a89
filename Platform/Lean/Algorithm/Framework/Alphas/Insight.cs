using System.Globalization;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm.Framework.Alphas;

public enum InsightDirection { Down = -1, Flat = 0, Up = 1 }

public enum InsightType { Price, Volatility }

/// <summary>A forecast for a symbol over a period. Its close time is set when it is emitted: periods count time in which the market is open.</summary>
public class Insight
{
    private readonly Func<Insight, SecurityExchangeHours, DateTime> _close;

    public Insight(Symbol symbol, TimeSpan period, InsightType type, InsightDirection direction, string tag = "")
        : this(symbol, period, type, direction, null, null, null, null, tag)
    {
    }

    public Insight(Symbol symbol, TimeSpan period, InsightType type, InsightDirection direction, double? magnitude, double? confidence, string sourceModel = null, double? weight = null, string tag = "")
        : this(symbol, AfterPeriod(period), type, direction, magnitude, confidence, sourceModel, weight, tag) => Period = period == TimeSpan.Zero ? Time.OneSecond : period;

    public Insight(Symbol symbol, Func<DateTime, DateTime> expiryFunc, InsightType type, InsightDirection direction, string tag = "")
        : this(symbol, expiryFunc, type, direction, null, null, null, null, tag)
    {
    }

    public Insight(Symbol symbol, Func<DateTime, DateTime> expiryFunc, InsightType type, InsightDirection direction, double? magnitude, double? confidence, string sourceModel = null, double? weight = null, string tag = "")
        : this(symbol, AtLocalTime(expiryFunc), type, direction, magnitude, confidence, sourceModel, weight, tag)
    {
    }

    public Insight(DateTime generatedTimeUtc, Symbol symbol, TimeSpan period, InsightType type, InsightDirection direction, double? magnitude, double? confidence, string sourceModel = null, double? weight = null, string tag = "")
        : this(symbol, period, type, direction, magnitude, confidence, sourceModel, weight, tag)
    {
        GeneratedTimeUtc = generatedTimeUtc;
        CloseTimeUtc = generatedTimeUtc + period;
    }

    private Insight(Symbol symbol, Func<Insight, SecurityExchangeHours, DateTime> close, InsightType type, InsightDirection direction, double? magnitude, double? confidence, string sourceModel, double? weight, string tag)
    {
        Id = Guid.NewGuid();
        _close = close;
        Symbol = symbol;
        Type = type;
        Direction = direction;
        Magnitude = magnitude;
        Confidence = confidence;
        SourceModel = sourceModel;
        Weight = weight;
        Tag = tag;
        Score = new InsightScore();
    }

    public Guid Id { get; protected set; }
    public Guid? GroupId { get; protected set; }
    public string SourceModel { get; set; }
    public DateTime GeneratedTimeUtc { get; set; }
    public DateTime CloseTimeUtc { get; set; }
    public Symbol Symbol { get; }
    public InsightType Type { get; }

    /// <summary>Price (or volatility) when the insight was emitted.</summary>
    public decimal ReferenceValue { get; set; }

    public decimal ReferenceValueFinal { get; set; }
    public InsightDirection Direction { get; }
    public TimeSpan Period { get; internal set; }

    /// <summary>Forecast return.</summary>
    public double? Magnitude { get; }

    public double? Confidence { get; }
    public double? Weight { get; }
    public decimal EstimatedValue { get; set; }
    public string Tag { get; protected set; }
    public InsightScore Score { get; protected set; }

    public bool IsExpired(DateTime utcTime) => CloseTimeUtc < utcTime;

    public bool IsActive(DateTime utcTime) => !IsExpired(utcTime);

    /// <summary>Closes an active insight a second ago.</summary>
    public void Expire(DateTime utcTime)
    {
        if (!IsActive(utcTime)) return;
        CloseTimeUtc = utcTime.Add(-Time.OneSecond);
        Period = CloseTimeUtc - GeneratedTimeUtc;
    }

    public void Cancel(DateTime utcTime) => Expire(utcTime);

    /// <exception cref="InvalidOperationException">The time of its making is not set.</exception>
    public void SetPeriodAndCloseTime(SecurityExchangeHours exchangeHours)
    {
        if (GeneratedTimeUtc == default) throw new InvalidOperationException($"expected GeneratedTimeUtc to be set before the close time is computed, found none: {this}");
        CloseTimeUtc = _close(this, exchangeHours);
        if (Period == default || CloseTimeUtc == Time.EndOfTime) Period = CloseTimeUtc == Time.EndOfTime ? Time.EndOfTimeTimeSpan : CloseTimeUtc - GeneratedTimeUtc;
    }

    public virtual Insight Clone() => (Insight)MemberwiseClone();

    /// <summary>Open for a number of bars.</summary>
    public static Insight Price(Symbol symbol, Resolution resolution, int barCount, InsightDirection direction, double? magnitude = null, double? confidence = null, string sourceModel = null, double? weight = null, string tag = "")
    {
        if (barCount < 1) throw new ArgumentOutOfRangeException(nameof(barCount), barCount, "expected at least 1 bar");
        return new Insight(symbol, (insight, hours) => ComputeCloseTime(hours, insight.GeneratedTimeUtc, resolution, barCount), InsightType.Price, direction, magnitude, confidence, sourceModel, weight, tag);
    }

    /// <summary>Open until a local time, or the market's next open after it.</summary>
    public static Insight Price(Symbol symbol, DateTime closeTimeLocal, InsightDirection direction, double? magnitude = null, double? confidence = null, string sourceModel = null, double? weight = null, string tag = "") =>
        new(symbol, closeTimeLocal == Time.EndOfTime ? Never : AtLocalTime(_ => closeTimeLocal), InsightType.Price, direction, magnitude, confidence, sourceModel, weight, tag);

    public static Insight Price(Symbol symbol, TimeSpan period, InsightDirection direction, double? magnitude = null, double? confidence = null, string sourceModel = null, double? weight = null, string tag = "")
    {
        if (period < Time.OneSecond) throw new ArgumentOutOfRangeException(nameof(period), period, "expected at least 1 second");
        return period == Time.EndOfTimeTimeSpan
            ? new Insight(symbol, Never, InsightType.Price, direction, magnitude, confidence, sourceModel, weight, tag)
            : new Insight(symbol, period, InsightType.Price, direction, magnitude, confidence, sourceModel, weight, tag);
    }

    public static Insight Price(Symbol symbol, Func<DateTime, DateTime> expiryFunc, InsightDirection direction, double? magnitude = null, double? confidence = null, string sourceModel = null, double? weight = null, string tag = "") =>
        new(symbol, expiryFunc, InsightType.Price, direction, magnitude, confidence, sourceModel, weight, tag);

    /// <exception cref="InvalidOperationException">One of them is in a group already.</exception>
    public static IEnumerable<Insight> Group(params Insight[] insights)
    {
        ArgumentNullException.ThrowIfNull(insights);
        var group = Guid.NewGuid();
        foreach (var insight in insights)
        {
            if (insight.GroupId.HasValue) throw new InvalidOperationException($"expected an insight without a group, found {insight} in group {insight.GroupId}");
            insight.GroupId = group;
        }
        return insights;
    }

    public static IEnumerable<Insight> Group(Insight insight) => Group([insight]);

    /// <summary>UTC end of a number of bars of open market. Days count by date: a daily close keeps the time of day.</summary>
    public static DateTime ComputeCloseTime(SecurityExchangeHours exchangeHours, DateTime generatedTimeUtc, Resolution resolution, int barCount)
    {
        if (barCount < 1) throw new ArgumentOutOfRangeException(nameof(barCount), barCount, "expected at least 1 bar");
        if (resolution == Resolution.Tick) resolution = Resolution.Second;
        if (resolution == Resolution.Hour)
        {
            barCount *= 60;
            resolution = Resolution.Minute;
        }
        var local = generatedTimeUtc.ConvertFromUtc(exchangeHours.TimeZone);
        return Time.GetEndTimeForTradeBars(exchangeHours, local, resolution.ToTimeSpan(), barCount, false).ConvertToUtc(exchangeHours.TimeZone);
    }

    public static DateTime ComputeCloseTime(SecurityExchangeHours exchangeHours, DateTime generatedTimeUtc, TimeSpan period)
    {
        if (period < Time.OneSecond) throw new ArgumentOutOfRangeException(nameof(period), period, "expected at least 1 second");
        var unit = period.ToHigherResolutionEquivalent(false) switch { Resolution.Tick => Resolution.Second, Resolution.Hour => Resolution.Minute, var other => other };
        var count = (int)(period.Ticks / unit.ToTimeSpan().Ticks);
        var close = ComputeCloseTime(exchangeHours, generatedTimeUtc, unit, count);
        if (close == generatedTimeUtc) return ComputeCloseTime(exchangeHours, generatedTimeUtc, Resolution.Second, 1);
        var used = unit.ToTimeSpan().Multiply(count);
        if (used == period) return close;
        // The rest of a day is that fraction of a session.
        var rest = period - used;
        if (unit == Resolution.Daily) rest = exchangeHours.RegularMarketDuration.Multiply(rest.Ticks / (double)Time.OneDay.Ticks);
        var minutes = (int)(rest.Ticks / Time.OneMinute.Ticks);
        return minutes > 0 ? ComputeCloseTime(exchangeHours, close, Resolution.Minute, minutes) : close;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id:N}: {Symbol} {Type} {Direction} within {Period}{(Magnitude.HasValue ? $" by {Magnitude}%" : "")}{(Confidence.HasValue ? $" with {Math.Round(100 * Confidence.Value, 1)}% confidence" : "")}{(Weight.HasValue ? $" and {Math.Round(100 * Weight.Value, 1)}% weight" : "")}{(string.IsNullOrEmpty(Tag) ? "" : $": {Tag}")}");

    private static DateTime Never(Insight insight, SecurityExchangeHours hours) => Time.EndOfTime;

    private static Func<Insight, SecurityExchangeHours, DateTime> AfterPeriod(TimeSpan period)
    {
        if (period == TimeSpan.Zero) period = Time.OneSecond;
        return (insight, hours) => ComputeCloseTime(hours, insight.GeneratedTimeUtc, period);
    }

    private static Func<Insight, SecurityExchangeHours, DateTime> AtLocalTime(Func<DateTime, DateTime> expiry) => (insight, hours) =>
    {
        var local = expiry(insight.GeneratedTimeUtc.ConvertFromUtc(hours.TimeZone));
        if (!hours.IsOpen(local, false)) local = hours.GetNextMarketOpen(local, false);
        var close = local.ConvertToUtc(hours.TimeZone);
        return close >= insight.GeneratedTimeUtc ? close : throw new ArgumentOutOfRangeException(nameof(expiry), local, "expected a close time that is not in the past");
    };
}
