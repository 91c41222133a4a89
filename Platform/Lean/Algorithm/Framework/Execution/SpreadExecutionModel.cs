using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Securities;

namespace QuantConnect.Algorithm.Framework.Execution;

/// <summary>Market orders while the market is open and the quoted spread is small.</summary>
/// <param name="acceptingSpreadPercent">Largest spread, as a fraction of the price.</param>
public class SpreadExecutionModel(decimal acceptingSpreadPercent = 0.005m, bool asynchronous = true) : ExecutionModel(asynchronous)
{
    private readonly decimal _largest = Math.Abs(acceptingSpreadPercent);
    private readonly OpenTargets _targets = new();

    public override void Execute(QCAlgorithm algorithm, IPortfolioTarget[] targets) =>
        _targets.Execute(algorithm, targets, Asynchronous, (security, left) => left != 0 && PriceIsFavorable(security) ? left : 0);

    /// <summary>Whether the spread is small enough. Prices of zero or below never are.</summary>
    protected virtual bool PriceIsFavorable(Security security) =>
        security.Exchange.ExchangeOpen && security.Price > 0 && security.AskPrice > 0 && security.BidPrice > 0
        && (security.AskPrice - security.BidPrice) / security.Price <= _largest;
}
