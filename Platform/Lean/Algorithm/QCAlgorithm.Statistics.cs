using QuantConnect.Data;
using QuantConnect.Interfaces;
using QuantConnect.Statistics;

namespace QuantConnect.Algorithm;

public partial class QCAlgorithm
{
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

    public void SetRiskFreeInterestRateModel(IRiskFreeInterestRateModel model) => RiskFreeInterestRateModel = model;

    partial void InitializeStatistics()
    {
        SetTradeBuilder(new TradeBuilder(FillGroupingMethod.FillToFill, FillMatchingMethod.FIFO));
        RiskFreeInterestRateModel = new InterestRateProvider();
    }
}
