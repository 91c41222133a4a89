using QuantConnect.Algorithm.Framework.Portfolio;

namespace QuantConnect.Algorithm.Framework.Risk;

/// <summary>Closes a position that has lost more than a fraction of its best value, and cancels its insights.</summary>
/// <remarks>The best value is the highest of a long position and the lowest of a short one, from its cost on.</remarks>
public class TrailingStopRiskManagementModel(decimal maximumDrawdownPercent = 0.05m) : RiskManagementModel
{
    private readonly decimal _limit = Math.Abs(maximumDrawdownPercent);
    private readonly Dictionary<Symbol, (bool IsLong, decimal Best)> _states = [];

    public override IEnumerable<IPortfolioTarget> ManageRisk(QCAlgorithm algorithm, IPortfolioTarget[] targets)
    {
        foreach (var security in algorithm.Securities.Values)
        {
            var symbol = security.Symbol;
            if (!security.Invested)
            {
                _states.Remove(symbol);
                continue;
            }
            var isLong = security.Holdings.IsLong;
            var value = security.Holdings.AbsoluteHoldingsValue;
            if (!_states.TryGetValue(symbol, out var state) || state.IsLong != isLong)
                _states[symbol] = state = (isLong, security.Holdings.AbsoluteHoldingsCost);
            if (isLong ? value > state.Best : value < state.Best)
            {
                _states[symbol] = (isLong, value);
                continue;
            }
            if (Math.Abs((state.Best - value) / state.Best) <= _limit) continue;
            algorithm.Insights.Cancel([symbol]);
            _states.Remove(symbol);
            yield return new PortfolioTarget(symbol, 0);
        }
    }
}
