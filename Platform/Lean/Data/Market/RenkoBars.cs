namespace QuantConnect.Data.Market;

/// <summary>Classic bars count as they are updated; wicked ones are whole and show where the price has been.</summary>
public enum RenkoType { Classic, Wicked }

public enum BarDirection { Rising, NoDelta, Falling }

/// <summary>A bar that ends when something has moved by a size, not after a time.</summary>
public abstract class BaseRenkoBar : TradeBar
{
    public RenkoType Type { get; protected set; }
    public decimal BrickSize { get; protected set; }
    public override DateTime EndTime { get; set; }

    public DateTime Start
    {
        get => Time;
        protected set => Time = value;
    }

    public virtual bool IsClosed { get; protected set; }
}

/// <summary>A bar whose price moved by the brick size.</summary>
public class RenkoBar : BaseRenkoBar
{
    public RenkoBar()
    {
    }

    /// <summary>The beginning of a classic bar.</summary>
    public RenkoBar(Symbol symbol, DateTime time, decimal brickSize, decimal open, decimal volume)
    {
        (Type, Symbol, Start, EndTime, BrickSize) = (RenkoType.Classic, symbol, time, time, brickSize);
        // The first price is that of all four.
        Open = open;
        Volume = volume;
    }

    /// <summary>A whole wicked bar.</summary>
    public RenkoBar(Symbol symbol, DateTime start, DateTime endTime, decimal brickSize, decimal open, decimal high, decimal low, decimal close)
    {
        (Type, Symbol, Start, EndTime, BrickSize) = (RenkoType.Wicked, symbol, start, endTime, brickSize);
        Open = open;
        (High, Low, Close) = (high, low, close);
    }

    public BarDirection Direction => Open < Close ? BarDirection.Rising : Open > Close ? BarDirection.Falling : BarDirection.NoDelta;
    public decimal Spread => Math.Abs(Close - Open);

    /// <returns>Whether the bar is complete; then further updates change nothing.</returns>
    /// <exception cref="InvalidOperationException">The bar is a wicked one.</exception>
    public bool Update(DateTime time, decimal currentValue, decimal volumeSinceLastUpdate)
    {
        if (Type == RenkoType.Wicked) throw new InvalidOperationException("A \"Wicked\" RenkoBar cannot be updated!");
        if (IsClosed) return true;
        if (Start == DateTime.MinValue) Start = time;
        EndTime = time;
        var (low, high) = (Open - BrickSize, Open + BrickSize);
        Close = Math.Min(high, Math.Max(low, currentValue));
        Volume += volumeSinceLastUpdate;
        IsClosed = currentValue <= low || currentValue >= high;
        if (Close > High) High = Close;
        if (Close < Low) Low = Close;
        return IsClosed;
    }
}

/// <summary>A bar whose volume reaches the brick size.</summary>
public class VolumeRenkoBar : BaseRenkoBar
{
    public VolumeRenkoBar()
    {
    }

    public VolumeRenkoBar(Symbol symbol, DateTime start, DateTime endTime, decimal brickSize, decimal open, decimal high, decimal low, decimal close, decimal volume)
    {
        (Symbol, Start, EndTime, BrickSize) = (symbol, start, endTime, brickSize);
        Open = open;
        (High, Low, Close, Volume) = (high, low, close, volume);
    }

    public override bool IsClosed => Volume >= BrickSize;

    /// <returns>Volume beyond the bar's size; negative while it lacks some.</returns>
    public decimal Update(DateTime time, decimal high, decimal low, decimal close, decimal volume)
    {
        if (IsClosed) return 0m;
        EndTime = time;
        var excess = Volume + volume - BrickSize;
        Volume = excess > 0 ? BrickSize : Volume + volume;
        Close = close;
        if (high > High) High = high;
        if (low < Low) Low = low;
        return excess;
    }

    /// <summary>The next bar, empty, from this one's close on.</summary>
    public VolumeRenkoBar Rollover() => new(Symbol, EndTime, EndTime, BrickSize, Close, Close, Close, Close, 0m) { Type = Type };
}

/// <summary>A bar that ends when its range would exceed a size.</summary>
public class RangeBar : TradeBar
{
    public RangeBar()
    {
    }

    public RangeBar(Symbol symbol, DateTime endTime, decimal rangeSize, decimal open, decimal? high = null, decimal? low = null, decimal? close = null, decimal volume = 0)
    {
        (Symbol, EndTime, RangeSize) = (symbol, endTime, rangeSize);
        Open = open;
        (High, Low, Close, Volume) = (high ?? open, low ?? open, close ?? open, volume);
    }

    public decimal RangeSize { get; private set; }
    public bool IsClosed { get; private set; }

    /// <summary>Takes a value; one that would exceed the range closes the bar at its limit.</summary>
    public void Update(DateTime time, decimal currentValue, decimal volumeSinceLastUpdate)
    {
        EndTime = time;
        if (currentValue < Low)
        {
            if (High - currentValue > RangeSize)
            {
                IsClosed = true;
                Close = Low = High - RangeSize;
                return;
            }
            Low = currentValue;
        }
        else if (currentValue > High)
        {
            if (currentValue - Low > RangeSize)
            {
                IsClosed = true;
                Close = High = Low + RangeSize;
                return;
            }
            High = currentValue;
        }
        Volume += volumeSinceLastUpdate;
    }
}
