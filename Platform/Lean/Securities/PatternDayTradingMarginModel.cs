using QuantConnect.Orders;

namespace QuantConnect.Securities;

/// <summary>More leverage while the market is open (4 by default) than while it is closed or about to close (2).</summary>
public class PatternDayTradingMarginModel : SecurityMarginModel
{
    private readonly decimal _closedFactor;

    public PatternDayTradingMarginModel() : this(2.0m, 4.0m)
    {
    }

    public PatternDayTradingMarginModel(decimal closedMarketLeverage, decimal openMarketLeverage) : base(openMarketLeverage) =>
        _closedFactor = openMarketLeverage / closedMarketLeverage;

    /// <summary>Leaves the leverage as it is: it goes by the hour alone.</summary>
    public override void SetLeverage(Security security, decimal leverage)
    {
    }

    public override decimal GetLeverage(Security security) => base.GetLeverage(security) / Factor(security);

    public override InitialMargin GetInitialMarginRequirement(InitialMarginParameters parameters) =>
        new(base.GetInitialMarginRequirement(parameters).Value * Factor(parameters.Security));

    public override MaintenanceMargin GetMaintenanceMargin(MaintenanceMarginParameters parameters) =>
        base.GetMaintenanceMargin(parameters).Value * Factor(parameters.Security);

    private decimal Factor(Security security) => security.Exchange is { ExchangeOpen: true, ClosingSoon: false } ? 1m : _closedFactor;
}
