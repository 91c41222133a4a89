namespace QuantConnect.Securities;

public class MarginInterestRateParameters(Security security, DateTime time)
{
    public Security Security { get; } = security;

    /// <summary>UTC.</summary>
    public DateTime Time { get; } = time;
}

/// <summary>Pays or takes interest on what is lent, asked every hour.</summary>
public interface IMarginInterestRateModel
{
    void ApplyMarginInterestRate(MarginInterestRateParameters marginInterestRateParameters);
}

public static class MarginInterestRateModel
{
    /// <summary>No interest.</summary>
    public static readonly IMarginInterestRateModel Null = new NullMarginInterestRateModel();

    private sealed class NullMarginInterestRateModel : IMarginInterestRateModel
    {
        public void ApplyMarginInterestRate(MarginInterestRateParameters marginInterestRateParameters)
        {
        }
    }
}
