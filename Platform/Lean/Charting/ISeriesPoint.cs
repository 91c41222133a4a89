namespace QuantConnect;

/// <summary>A value of a chart's series.</summary>
public interface ISeriesPoint
{
    /// <summary>UTC.</summary>
    DateTime Time { get; set; }

    ISeriesPoint Clone();
}
