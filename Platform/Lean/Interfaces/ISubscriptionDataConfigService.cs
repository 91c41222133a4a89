using QuantConnect.Data;

namespace QuantConnect.Interfaces;

/// <summary>Knows the streams of data.</summary>
public interface ISubscriptionDataConfigProvider
{
    /// <summary>Those of a symbol; all where none is given.</summary>
    List<SubscriptionDataConfig> GetSubscriptionDataConfigs(Symbol symbol = null, bool includeInternalConfigs = false);
}

/// <summary>The streams of a run. Streams are added with securities, not here.</summary>
public interface ISubscriptionDataConfigService : ISubscriptionDataConfigProvider
{
    Dictionary<SecurityType, List<TickType>> AvailableDataTypes { get; }
}
