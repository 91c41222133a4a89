using QuantConnect.Data;
using QuantConnect.Data.Market;

namespace QuantConnect;

/// <summary>Selectors of a bar's numbers, for indicators; data that lacks one gives its value.</summary>
public static partial class Field
{
    public static Func<IBaseData, decimal> BidClose { get; } = Quote(static x => x.Bid.Close);
    public static Func<IBaseData, decimal> BidOpen { get; } = Quote(static x => x.Bid.Open);
    public static Func<IBaseData, decimal> BidLow { get; } = Quote(static x => x.Bid.Low);
    public static Func<IBaseData, decimal> BidHigh { get; } = Quote(static x => x.Bid.High);
    public static Func<IBaseData, decimal> AskClose { get; } = Quote(static x => x.Ask.Close);
    public static Func<IBaseData, decimal> AskOpen { get; } = Quote(static x => x.Ask.Open);
    public static Func<IBaseData, decimal> AskLow { get; } = Quote(static x => x.Ask.Low);
    public static Func<IBaseData, decimal> AskHigh { get; } = Quote(static x => x.Ask.High);

    /// <summary>A tick's ask; a quote bar's last one.</summary>
    public static Func<IBaseData, decimal> AskPrice { get; } = static x => x is Tick tick ? tick.AskPrice : x is QuoteBar bar ? bar.Ask.Close : x.Value;

    /// <summary>A tick's bid; a quote bar's last one.</summary>
    public static Func<IBaseData, decimal> BidPrice { get; } = static x => x is Tick tick ? tick.BidPrice : x is QuoteBar bar ? bar.Bid.Close : x.Value;

    public static Func<IBaseData, decimal> Open { get; } = Bar(static x => x.Open);
    public static Func<IBaseData, decimal> High { get; } = Bar(static x => x.High);
    public static Func<IBaseData, decimal> Low { get; } = Bar(static x => x.Low);
    public static Func<IBaseData, decimal> Close { get; } = static x => x.Value;

    /// <summary>(open + high + low + close) / 4.</summary>
    public static Func<IBaseData, decimal> Average { get; } = Bar(static x => (x.Open + x.High + x.Low + x.Close) / 4m);

    /// <summary>(high + low) / 2.</summary>
    public static Func<IBaseData, decimal> Median { get; } = Bar(static x => (x.High + x.Low) / 2m);

    /// <summary>(high + low + close) / 3.</summary>
    public static Func<IBaseData, decimal> Typical { get; } = Bar(static x => (x.High + x.Low + x.Close) / 3m);

    /// <summary>(high + low + 2 close) / 4.</summary>
    public static Func<IBaseData, decimal> Weighted { get; } = Bar(static x => (x.High + x.Low + 2 * x.Close) / 4m);

    /// <summary>(2 open + high + low + 3 close) / 7.</summary>
    public static Func<IBaseData, decimal> SevenBar { get; } = Bar(static x => (2 * x.Open + x.High + x.Low + 3 * x.Close) / 7m);

    /// <summary>A trade bar's volume; a tick's quantity.</summary>
    public static Func<IBaseData, decimal> Volume { get; } = static x => x is TradeBar bar ? bar.Volume : x is Tick tick ? tick.Quantity : x.Value;

    private static Func<IBaseData, decimal> Bar(Func<IBaseDataBar, decimal> of) => x => x is IBaseDataBar bar ? of(bar) : x.Value;

    private static Func<IBaseData, decimal> Quote(Func<QuoteBar, decimal> of) => x => x is QuoteBar bar ? of(bar) : x.Value;
}
