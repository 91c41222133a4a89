namespace QuantConnect.Indicators;

/// <summary>The mean of the RSI of the price, the RSI of its run of rises or falls, and the percentage of past returns below the last one.</summary>
/// <remarks>Source: Connors and Alvarez (2012), An Introduction to ConnorsRSI.</remarks>
public class ConnorsRelativeStrengthIndex : Indicator, IIndicatorWarmUpPeriodProvider
{
    private readonly RelativeStrengthIndex _price, _run;
    private readonly RollingWindow<decimal> _returns;
    private int _streak;
    private decimal? _previous;

    public ConnorsRelativeStrengthIndex(string name, int rsiPeriod, int rsiPeriodStreak, int lookBackPeriod)
        : base(name)
    {
        _price = new RelativeStrengthIndex(rsiPeriod);
        _run = new RelativeStrengthIndex(rsiPeriodStreak);
        _returns = new RollingWindow<decimal>(lookBackPeriod);
        WarmUpPeriod = Math.Max(lookBackPeriod, Math.Max(_price.WarmUpPeriod, _run.WarmUpPeriod));
    }

    public ConnorsRelativeStrengthIndex(int rsiPeriod, int rsiPeriodStreak, int rocPeriod)
        : this($"CRSI({rsiPeriod},{rsiPeriodStreak},{rocPeriod})", rsiPeriod, rsiPeriodStreak, rocPeriod)
    {
    }

    public override bool IsReady => _price.IsReady && _run.IsReady && _returns.IsReady;
    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IndicatorDataPoint input)
    {
        _price.Update(input);
        var direction = _previous is { } last ? Math.Sign(input.Value - last) : 0;
        if (direction != 0) _streak = Math.Sign(_streak) == -direction ? direction : _streak + direction;
        _run.Update(input.EndTime, _streak);
        var before = _previous ?? 0;
        _previous = input.Value;
        if (before == 0)
        {
            _returns.Add(0m);
            return 0m;
        }
        var change = (input.Value - before) / before;
        var rank = _returns.IsReady ? 100m * _returns.Count(x => x < change) / _returns.Count : 0m;
        _returns.Add(change);
        return IsReady ? (_price.Current.Value + _run.Current.Value + rank) / 3 : 0m;
    }

    public override void Reset()
    {
        _price.Reset();
        _run.Reset();
        _returns.Reset();
        _streak = 0;
        _previous = null;
        base.Reset();
    }
}
