namespace Skender.Stock.Indicators;

/// <summary>Anything with a date.</summary>
public interface ISeries
{
    DateTime Date { get; }
}

/// <summary>One bar: open, high, low, close and volume.</summary>
public interface IQuote : ISeries
{
    decimal Open { get; }
    decimal High { get; }
    decimal Low { get; }
    decimal Close { get; }
    decimal Volume { get; }
}

/// <summary>A bar that can be filled in.</summary>
[Serializable]
public class Quote : IQuote
{
    public DateTime Date { get; set; }
    public decimal Open { get; set; }
    public decimal High { get; set; }
    public decimal Low { get; set; }
    public decimal Close { get; set; }
    public decimal Volume { get; set; }
}
