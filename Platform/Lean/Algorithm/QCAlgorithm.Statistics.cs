using QuantConnect.Data;
using QuantConnect.Interfaces;
using QuantConnect.Statistics;

namespace QuantConnect.Algorithm;

public partial class QCAlgorithm
{
    private bool _userSetRiskFreeModel;

    /// <summary>Keeps the trades: what was opened and closed, and what came of it.</summary>
    public ITradeBuilder TradeBuilder { get; private set; }

    /// <summary>Gives the risk-free rate of the statistics.</summary>
    public IRiskFreeInterestRateModel RiskFreeInterestRateModel { get; private set; }

    public void SetTradeBuilder(ITradeBuilder tradeBuilder)
    {
        TradeBuilder = tradeBuilder;
        TradeBuilder.SetLiveMode(LiveMode);
        TradeBuilder.SetSecurityManager(Securities);
    }

    public void SetRiskFreeInterestRateModel(IRiskFreeInterestRateModel model)
    {
        RiskFreeInterestRateModel = model;
        _userSetRiskFreeModel = true;
    }

    // Until the algorithm chooses a model, rates come from the data folder of its run.
    partial void AttachStatistics(string dataFolder)
    {
        if (!_userSetRiskFreeModel) RiskFreeInterestRateModel = new InterestRateProvider(dataFolder);
    }

    partial void InitializeStatistics()
    {
        SetTradeBuilder(new TradeBuilder(FillGroupingMethod.FillToFill, FillMatchingMethod.FIFO));
        RiskFreeInterestRateModel = new InterestRateProvider();
    }
}
