using System.Globalization;
using QuantConnect.Data;

namespace QuantConnect.Indicators;

/// <summary>A value at a time.</summary>
public class IndicatorDataPoint : BaseData, IEquatable<IndicatorDataPoint>, IComparable<IndicatorDataPoint>, IComparable
{
    public IndicatorDataPoint()
    {
    }

    public IndicatorDataPoint(DateTime time, decimal value)
    {
        Time = time;
        Value = value;
    }

    public IndicatorDataPoint(Symbol symbol, DateTime time, decimal value)
        : this(time, value) => Symbol = symbol;

    public bool Equals(IndicatorDataPoint other) => other != null && other.Time == Time && other.Value == Value;

    public int CompareTo(IndicatorDataPoint other) => other is null ? 1 : Value.CompareTo(other.Value);

    /// <exception cref="ArgumentException">Not a data point.</exception>
    public int CompareTo(object obj) => obj is IndicatorDataPoint other
        ? CompareTo(other)
        : throw new ArgumentException($"Object must be of type {nameof(IndicatorDataPoint)}", nameof(obj));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time:s} - {Value}");

    public override bool Equals(object obj) => obj is IndicatorDataPoint other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Value, Time);

    public static implicit operator decimal(IndicatorDataPoint instance) => instance.Value;
}
