namespace Skender.Stock.Indicators;

/// <summary>A result whose main value another indicator can take as its input.</summary>
public interface IReusableResult : ISeries
{
    /// <summary>The main value; null where it is not defined.</summary>
    double? Value { get; }
}

/// <summary>What every indicator's result has.</summary>
[Serializable]
public abstract class ResultBase : ISeries
{
    public DateTime Date { get; set; }
}
