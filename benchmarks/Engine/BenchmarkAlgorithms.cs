using System.Diagnostics;
using System.Globalization;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Data;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace LeanDeep.Benchmarks;

/// <summary>What the algorithms of the engine benchmark share: names and dates as parameters, and a count of the bars that came.</summary>
public abstract class BenchmarkAlgorithm : QCAlgorithm
{
    /// <summary>Runtime statistic with the number of bars in all slices.</summary>
    public const string BarsSeen = "Bars Seen";

    private long _bars;

    /// <summary>Symbols of the parameter <c>tickers</c>, in its order.</summary>
    protected IReadOnlyList<Symbol> Names { get; private set; } = [];

    /// <summary>Resolution of the names; the benchmark is SPY where the folder has it.</summary>
    protected virtual Resolution Bars => Resolution.Daily;

    public override void Initialize()
    {
        SetStartDate(Date("start"));
        SetEndDate(Date("end"));
        SetCash(10_000_000);
        Names = [.. GetParameter("tickers", "").Split(',').Select(ticker => AddEquity(ticker, Bars).Symbol)];
        SetBenchmark("SPY");
    }

    public override void OnData(Slice slice) => _bars += slice.Bars.Count;

    public override void OnEndOfAlgorithm() => SetRuntimeStatistic(BarsSeen, _bars.ToString(CultureInfo.InvariantCulture));

    private DateTime Date(string name) => DateTime.ParseExact(GetParameter(name, ""), "yyyyMMdd", CultureInfo.InvariantCulture);
}

/// <summary>Sees every slice and sends nothing.</summary>
public sealed class WatchOnly : BenchmarkAlgorithm
{
}

/// <summary>Equal weights, restored at the first session of each month.</summary>
public sealed class MonthlyEqualWeight : BenchmarkAlgorithm
{
    private int _month;

    public override void OnData(Slice slice)
    {
        base.OnData(slice);
        if (slice.Bars.Count == 0 || Time.Month == _month) return;
        _month = Time.Month;
        var present = Names.Where(slice.Bars.ContainsKey).ToList();
        SetHoldings([.. present.Select(name => new PortfolioTarget(name, 0.95m / present.Count))], liquidateExistingHoldings: true);
    }
}

/// <summary>Every day long the worst and short the best names by their five-day return; the parameter <c>side</c> says how many, by default 25.</summary>
public sealed class DailyReversal : BenchmarkAlgorithm
{
    private const int Lookback = 5;

    private static long _lastOwn;

    private int _side;
    private long _own;

    private readonly Dictionary<Symbol, RollingWindow<decimal>> _closes = [];

    /// <summary>Seconds that the last run of this process spent in this class: reading its bars and ranking, not in what sends orders.</summary>
    public static double OwnSeconds => Stopwatch.GetElapsedTime(0, Volatile.Read(ref _lastOwn)).TotalSeconds;

    public override void Initialize()
    {
        base.Initialize();
        _side = GetParameter("side", 25);
        foreach (var name in Names) _closes[name] = new RollingWindow<decimal>(Lookback + 1);
    }

    public override void OnData(Slice slice)
    {
        var begun = Stopwatch.GetTimestamp();
        var targets = Targets(slice);
        _own += Stopwatch.GetTimestamp() - begun;
        if (targets != null) SetHoldings(targets, liquidateExistingHoldings: true);
    }

    public override void OnEndOfAlgorithm()
    {
        base.OnEndOfAlgorithm();
        Volatile.Write(ref _lastOwn, _own);
    }

    // Null while there are too few.
    private List<PortfolioTarget>? Targets(Slice slice)
    {
        base.OnData(slice);
        var ranked = new List<(decimal Return, Symbol Name)>(_closes.Count);
        foreach (var (name, closes) in _closes)
        {
            if (!slice.Bars.TryGetValue(name, out var bar)) continue;
            closes.Add(bar.Close);
            if (closes.IsReady) ranked.Add((closes[0] / closes[Lookback] - 1, name));
        }
        if (ranked.Count < 2 * _side) return null;
        ranked.Sort(static (a, b) => a.Return != b.Return ? a.Return.CompareTo(b.Return) : string.CompareOrdinal(a.Name.Value, b.Name.Value));
        var targets = new List<PortfolioTarget>(2 * _side);
        foreach (var (_, name) in ranked.Take(_side)) targets.Add(new PortfolioTarget(name, 0.5m / _side));
        foreach (var (_, name) in ranked.TakeLast(_side)) targets.Add(new PortfolioTarget(name, -0.5m / _side));
        return targets;
    }
}

/// <summary>In the market while a fast average of minute bars is above a slow one.</summary>
public sealed class MinuteCross : BenchmarkAlgorithm
{
    private SimpleMovingAverage? _fast, _slow;

    protected override Resolution Bars => Resolution.Minute;

    public override void Initialize()
    {
        base.Initialize();
        _fast = SMA(Names[0], 60);
        _slow = SMA(Names[0], 390);
    }

    public override void OnData(Slice slice)
    {
        base.OnData(slice);
        if (!_slow!.IsReady || !slice.Bars.ContainsKey(Names[0])) return;
        var above = _fast!.Current.Value > _slow.Current.Value;
        if (above != Portfolio[Names[0]].Invested) SetHoldings(Names[0], above ? 0.9m : 0m);
    }
}
