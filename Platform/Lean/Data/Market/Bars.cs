namespace QuantConnect.Data.Market;

/// <summary>Open, high, low and close.</summary>
public interface IBar
{
    decimal Open { get; }
    decimal High { get; }
    decimal Low { get; }
    decimal Close { get; }
}

public interface IBaseDataBar : IBaseData, IBar
{
}

/// <summary>Four prices of an interval.</summary>
public class Bar : IBar
{
    private bool _opened;

    public Bar()
    {
    }

    public Bar(decimal open, decimal high, decimal low, decimal close)
    {
        _opened = open != 0;
        Open = open;
        High = high;
        Low = low;
        Close = close;
    }

    public virtual decimal Open { get; set; }
    public virtual decimal High { get; set; }
    public virtual decimal Low { get; set; }
    public virtual decimal Close { get; set; }

    public void Update(decimal value) => Update(ref value);

    /// <summary>Takes one more price in; zero is no price.</summary>
    public void Update(ref decimal value)
    {
        if (value == 0) return;
        if (!_opened)
        {
            Open = High = Low = Close = value;
            _opened = true;
        }
        else if (value > High) High = value;
        else if (value < Low) Low = value;
        Close = value;
    }

    public Bar Clone() => new(Open, High, Low, Close);

    public override string ToString() =>
        $"O: {Open.SmartRounding()} H: {High.SmartRounding()} L: {Low.SmartRounding()} C: {Close.SmartRounding()}";
}
