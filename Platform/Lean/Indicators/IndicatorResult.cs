namespace QuantConnect.Indicators;

/// <summary>What an indicator made of an input.</summary>
public class IndicatorResult
{
    public decimal Value { get; }

    /// <summary>Only with <see cref="IndicatorStatus.Success"/> does the value become the current one.</summary>
    public IndicatorStatus Status { get; }

    public IndicatorResult(decimal value, IndicatorStatus status = IndicatorStatus.Success)
    {
        Value = value;
        Status = status;
    }

    public static implicit operator IndicatorResult(decimal value) => new(value);
}

public enum IndicatorStatus
{
    Success,
    InvalidInput,
    MathError,
    ValueNotReady
}
