using QuantConnect.Data;

namespace QuantConnect.Securities.Interfaces;

/// <summary>Chooses the data of a security, see <see cref="Security.DataFilter"/>.</summary>
public interface ISecurityDataFilter
{
    /// <param name="data">A bar, quote or tick, repetitions included, as it is in the file: without price factors.</param>
    /// <returns>False for data that the run is not to have.</returns>
    bool Filter(Security vehicle, BaseData data);
}
