using QuantConnect.Data;

namespace QuantConnect.Indicators;

public interface IIndicator<T> : IComparable<IIndicator<T>>, IIndicator
    where T : IBaseData
{
}

/// <summary>A value that follows a stream of data.</summary>
public interface IIndicator : IComparable
{
    /// <summary>Raised after each new value.</summary>
    event IndicatorUpdatedHandler Updated;

    string Name { get; }

    /// <summary>Whether it has seen enough data for its value to mean what its name says.</summary>
    bool IsReady { get; }

    IndicatorDataPoint Current { get; }

    /// <summary>Inputs so far.</summary>
    long Samples { get; }

    /// <returns>Whether it is ready.</returns>
    bool Update(IBaseData input);

    void Reset();
}

/// <summary>Handles an indicator's new value.</summary>
public delegate void IndicatorUpdatedHandler(object sender, IndicatorDataPoint updated);

/// <summary>Says how many inputs make an indicator ready.</summary>
public interface IIndicatorWarmUpPeriodProvider
{
    int WarmUpPeriod { get; }
}
