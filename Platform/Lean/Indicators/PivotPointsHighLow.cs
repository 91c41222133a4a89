using QuantConnect.Data;
using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Bars whose high or low is the extreme of those around them, known that many bars later. The value tells which: a <see cref="PivotPointType"/>.</summary>
public class PivotPointsHighLow : IndicatorBase<IBaseDataBar>, IIndicatorWarmUpPeriodProvider
{
    private readonly int _aroundHigh, _aroundLow;
    private readonly bool _strict;
    private readonly RollingWindow<IBaseDataBar> _highs, _lows;
    private readonly RollingWindow<PivotPoint> _points;

    public PivotPointsHighLow(int surroundingBarsCount, int lastStoredValues = 100)
        : this($"PivotPointsHighLow({surroundingBarsCount})", surroundingBarsCount, surroundingBarsCount, lastStoredValues)
    {
    }

    public PivotPointsHighLow(int surroundingBarsCountForHighPoint, int surroundingBarsCountForLowPoint, int lastStoredValues = 100, bool strict = true)
        : this($"PivotPointsHighLow({surroundingBarsCountForHighPoint},{surroundingBarsCountForLowPoint})", surroundingBarsCountForHighPoint, surroundingBarsCountForLowPoint, lastStoredValues, strict)
    {
    }

    /// <param name="lastStoredValues">Points kept.</param>
    /// <param name="strict">Whether a bar with the same extreme nearby is enough to make it none.</param>
    public PivotPointsHighLow(string name, int surroundingBarsCountForHighPoint, int surroundingBarsCountForLowPoint, int lastStoredValues = 100, bool strict = true)
        : base(name)
    {
        (_aroundHigh, _aroundLow, _strict) = (surroundingBarsCountForHighPoint, surroundingBarsCountForLowPoint, strict);
        _highs = new RollingWindow<IBaseDataBar>(2 * surroundingBarsCountForHighPoint + 1);
        _lows = new RollingWindow<IBaseDataBar>(2 * surroundingBarsCountForLowPoint + 1);
        _points = new RollingWindow<PivotPoint>(lastStoredValues);
        WarmUpPeriod = Math.Max(_highs.Size, _lows.Size);
    }

    public event EventHandler<PivotPointsEventArgs> NewPivotPointFormed;

    public override bool IsReady => _highs.IsReady && _lows.IsReady;
    public int WarmUpPeriod { get; protected set; }

    /// <summary>The newest first.</summary>
    public PivotPoint[] GetHighPivotPointsArray() => [.. _points.Where(x => x.PivotPointType == PivotPointType.High)];

    public PivotPoint[] GetLowPivotPointsArray() => [.. _points.Where(x => x.PivotPointType == PivotPointType.Low)];

    public PivotPoint[] GetAllPivotPointsArray() => [.. _points];

    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        _highs.Add(input);
        _lows.Add(input);
        var high = _highs.IsReady ? FindNextHighPivotPoint(_highs, _aroundHigh) : null;
        var low = _lows.IsReady ? FindNextLowPivotPoint(_lows, _aroundLow) : null;
        Keep(high);
        Keep(low);
        return ConvertToComputedValue(high, low);
    }

    /// <returns>Null where the middle bar is none.</returns>
    protected virtual PivotPoint FindNextLowPivotPoint(RollingWindow<IBaseDataBar> windowLows, int midPointIndexOrSurroundingBarsCount) =>
        Find(windowLows, midPointIndexOrSurroundingBarsCount, PivotPointType.Low, static x => x.Low);

    /// <returns>Null where the middle bar is none.</returns>
    protected virtual PivotPoint FindNextHighPivotPoint(RollingWindow<IBaseDataBar> windowHighs, int midPointIndexOrSurroundingBarsCount) =>
        Find(windowHighs, midPointIndexOrSurroundingBarsCount, PivotPointType.High, static x => x.High);

    protected virtual decimal ConvertToComputedValue(PivotPoint highPoint, PivotPoint lowPoint) => (decimal)(highPoint != null
        ? lowPoint != null ? PivotPointType.Both : PivotPointType.High
        : lowPoint != null ? PivotPointType.Low : PivotPointType.None);

    public override void Reset()
    {
        _highs.Reset();
        _lows.Reset();
        _points.Reset();
        base.Reset();
    }

    private PivotPoint Find(RollingWindow<IBaseDataBar> bars, int middle, PivotPointType type, Func<IBaseDataBar, decimal> price)
    {
        var value = price(bars[middle]);
        for (var i = 0; i < bars.Size; i++)
        {
            var order = price(bars[i]).CompareTo(value) * (int)type;
            if (i != middle && (order > 0 || (order == 0 && _strict))) return null;
        }
        return new PivotPoint(type, value, bars[middle].EndTime);
    }

    private void Keep(PivotPoint point)
    {
        if (point == null) return;
        _points.Add(point);
        NewPivotPointFormed?.Invoke(this, new PivotPointsEventArgs(point));
    }
}

public enum PivotPointType { Low = -1, None = 0, High = 1, Both = 2 }

/// <summary>An extreme: its price, and the end of its bar.</summary>
public class PivotPoint : BaseData
{
    public PivotPoint(PivotPointType type, decimal price, DateTime time) => (PivotPointType, Value, Time) = (type, price, time);

    public PivotPointType PivotPointType { get; set; }
    public sealed override decimal Value { get; set; }
}

public class PivotPointsEventArgs(PivotPoint pivotPoint) : EventArgs
{
    public PivotPoint PivotPoint { get; } = pivotPoint;
}
