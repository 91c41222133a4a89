using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Lean.Engine;
using QuantConnect.Orders;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>An algorithm of a few functions that keeps what it was told.</summary>
internal sealed class ScriptedAlgorithm(DateTime first, DateTime last, Action<ScriptedAlgorithm> initialize, Action<ScriptedAlgorithm> onData, Action<OrderEvent> onOrderEvent = null) : QCAlgorithm
{
    /// <summary>The slice of the step, while OnData runs.</summary>
    public Slice Slice { get; private set; }

    public int Step { get; private set; } = -1;

    public new Symbol Symbol { get; private set; }

    public List<OrderEvent> Events { get; } = [];

    public List<string> Notes { get; } = [];

    public BacktestRun Result { get; set; }

    /// <summary>What OnEndOfAlgorithm does.</summary>
    public Action AtEnd { get; set; }

    /// <summary>Adds the one security of a test.</summary>
    public Symbol Add(string ticker, Resolution resolution = Resolution.Daily, DataNormalizationMode mode = DataNormalizationMode.Adjusted, bool fillForward = true, bool extended = false) =>
        Symbol = AddEquity(ticker, resolution, fillForward: fillForward, extendedMarketHours: extended, dataNormalizationMode: mode).Symbol;

    public void Note(string text) => Notes.Add($"{Time:MM-dd HH:mm} {text}");

    public override void Initialize()
    {
        SetStartDate(first);
        SetEndDate(last);
        SetCash(100000);
        SetBenchmark(_ => 0m);
        initialize(this);
    }

    public override void OnData(Slice slice)
    {
        Slice = slice;
        if (!IsWarmingUp) Step++;
        onData?.Invoke(this);
    }

    public override void OnOrderEvent(OrderEvent orderEvent)
    {
        Events.Add(orderEvent);
        onOrderEvent?.Invoke(orderEvent);
    }

    public override void OnWarmupFinished() => Note("warm");

    public override void OnSplits(Splits splits)
    {
        foreach (var split in splits.Values) Note($"split {split.Type} {split.SplitFactor}");
    }

    public override void OnDividends(Dividends dividends)
    {
        foreach (var dividend in dividends.Values) Note($"dividend {dividend.Distribution:0.##}");
    }

    public override void OnDelistings(Delistings delistings)
    {
        foreach (var delisting in delistings.Values) Note($"delisting {delisting.Type}");
    }

    public override void OnEndOfAlgorithm()
    {
        Note("end");
        AtEnd?.Invoke();
    }
}
