using QuantConnect.Data;
using QuantConnect.Interfaces;

namespace QuantConnect.Securities;

/// <summary>An estimate of a security's volatility, fed with its prices.</summary>
public interface IVolatilityModel
{
    decimal Volatility { get; }

    void Update(Security security, BaseData data);

    /// <summary>The past bars that the model begins anew with, where prices before now no longer compare with those after.</summary>
    IEnumerable<HistoryRequest> GetHistoryRequirements(Security security, DateTime utcTime);
}

public static class VolatilityModel
{
    public static readonly IVolatilityModel Null = new NullVolatilityModel();

    private sealed class NullVolatilityModel : IVolatilityModel
    {
        public decimal Volatility => 0;

        public void Update(Security security, BaseData data)
        {
        }

        public IEnumerable<HistoryRequest> GetHistoryRequirements(Security security, DateTime utcTime) => [];
    }
}
