using QuantConnect.Brokerages;

namespace QuantConnect.Securities;

/// <summary>Sets the models of a security when it is added.</summary>
public interface ISecurityInitializer
{
    void Initialize(Security security);
}

public class FuncSecurityInitializer(Action<Security> initializer) : ISecurityInitializer
{
    private readonly Action<Security> _initializer = initializer;

    public void Initialize(Security security) => _initializer(security);
}

public class CompositeSecurityInitializer(params ISecurityInitializer[] initializers) : ISecurityInitializer
{
    public List<ISecurityInitializer> Initializers { get; } = [.. initializers];

    public void Initialize(Security security)
    {
        foreach (var initializer in Initializers) initializer.Initialize(security);
    }
}

/// <summary>Takes the models from the brokerage model.</summary>
public class BrokerageModelSecurityInitializer : ISecurityInitializer
{
    private readonly IBrokerageModel _brokerageModel;
    private readonly ISecuritySeeder _securitySeeder;

    public BrokerageModelSecurityInitializer() : this(new DefaultBrokerageModel(), SecuritySeeder.Null)
    {
    }

    /// <param name="securitySeeder">Gives each security the prices known last.</param>
    public BrokerageModelSecurityInitializer(IBrokerageModel brokerageModel, ISecuritySeeder securitySeeder)
    {
        _brokerageModel = brokerageModel;
        _securitySeeder = securitySeeder;
    }

    public virtual void Initialize(Security security)
    {
        security.FillModel = _brokerageModel.GetFillModel(security);
        security.FeeModel = _brokerageModel.GetFeeModel(security);
        security.SlippageModel = _brokerageModel.GetSlippageModel(security);
        security.SettlementModel = _brokerageModel.GetSettlementModel(security);
        security.BuyingPowerModel = _brokerageModel.GetBuyingPowerModel(security);
        security.MarginInterestRateModel = _brokerageModel.GetMarginInterestRateModel(security);
        security.SetShortableProvider(_brokerageModel.GetShortableProvider(security));
        _securitySeeder.SeedSecurity(security);
    }
}
