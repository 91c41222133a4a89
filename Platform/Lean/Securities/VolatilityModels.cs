using QuantConnect.Data;

namespace QuantConnect.Securities;

/// <summary>An estimate of a security's volatility, fed with its prices.</summary>
public interface IVolatilityModel
{
    decimal Volatility { get; }
    void Update(Security security, BaseData data);
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
    }
}
