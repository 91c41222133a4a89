using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>A trailing band of average true ranges around the middle of the bars: below the price in a rise, above it in a fall; 0 before it is ready.</summary>
public class SuperTrend : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly decimal _multiplier;
    private readonly AverageTrueRange _averageTrueRange;
    private decimal _previousUpper;
    private decimal _previousLower;
    private decimal _previousClose;
    private decimal _previousTrend = -1;

    public SuperTrend(string name, int period, decimal multiplier, MovingAverageType movingAverageType = MovingAverageType.Wilders)
        : base(name)
    {
        WarmUpPeriod = period;
        _multiplier = multiplier;
        _averageTrueRange = new AverageTrueRange(period, movingAverageType);
    }

    public SuperTrend(int period, decimal multiplier, MovingAverageType movingAverageType = MovingAverageType.Wilders)
        : this($"SuperTrend({period},{multiplier.ToStringInvariant()})", period, multiplier, movingAverageType)
    {
    }

    public decimal BasicUpperBand { get; private set; }

    public decimal BasicLowerBand { get; private set; }

    /// <summary>Only falls, until the close breaks it.</summary>
    public decimal CurrentTrailingUpperBand { get; private set; }

    /// <summary>Only rises, until the close breaks it.</summary>
    public decimal CurrentTrailingLowerBand { get; private set; }

    public override bool IsReady => _averageTrueRange.IsReady;

    public int WarmUpPeriod { get; }

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        var close = input.Close;
        if (!_averageTrueRange.Update(input))
        {
            _previousClose = close;
            return 0m;
        }

        var middle = (input.High + input.Low) / 2;
        var width = _multiplier * _averageTrueRange.Current.Value;
        BasicLowerBand = middle - width;
        BasicUpperBand = middle + width;
        CurrentTrailingLowerBand = BasicLowerBand > _previousLower || _previousClose < _previousLower ? BasicLowerBand : _previousLower;
        CurrentTrailingUpperBand = BasicUpperBand < _previousUpper || _previousClose > _previousUpper ? BasicUpperBand : _previousUpper;

        var trend = Current.Value;
        if (_previousTrend == -1 || _previousTrend == _previousUpper)
            trend = close <= CurrentTrailingUpperBand ? CurrentTrailingUpperBand : CurrentTrailingLowerBand;
        else if (_previousTrend == _previousLower)
            trend = close >= CurrentTrailingLowerBand ? CurrentTrailingLowerBand : CurrentTrailingUpperBand;

        _previousClose = close;
        _previousTrend = trend;
        _previousLower = CurrentTrailingLowerBand;
        _previousUpper = CurrentTrailingUpperBand;
        return trend;
    }

    public override void Reset()
    {
        _averageTrueRange.Reset();
        _previousLower = 0;
        _previousUpper = 0;
        _previousClose = 0;
        _previousTrend = -1;
        base.Reset();
    }
}
