using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Allocators.Study;

/// <summary>One decision of a walk.</summary>
/// <param name="Session">At whose end it was made.</param>
/// <param name="Weights">(assets).</param>
/// <param name="Status">The solver's.</param>
/// <param name="Violation">Largest excess over any limit, turnover from the weights held included; a fraction of equity.</param>
public sealed record AllocationDecision(DateOnly Session, double[] Weights, AllocationStatus Status, double Violation);

/// <summary>What a rule did over the sessions of a test.</summary>
/// <param name="Name">The rule's.</param>
/// <param name="Decisions">In their order.</param>
/// <param name="Returns">(sessions) simple, after costs.</param>
/// <param name="Traded">Σ|w − held| of all trades after the first purchase, fractions of equity.</param>
/// <param name="Costs">Sum of what all trades cost, fractions of equity.</param>
public sealed record AllocationPath(string Name, IReadOnlyList<AllocationDecision> Decisions, double[] Returns, double Traded, double Costs)
{
    public SharpeRatio Sharpe => SharpeRatio.Of(Returns);

    /// <summary>Compound, of 252 sessions.</summary>
    public double AnnualReturn => Math.Pow(Returns.Aggregate(1.0, (wealth, value) => wealth * (1 + value)), SharpeRatio.TradingDays / Returns.Length) - 1;

    /// <summary>Standard deviation of daily returns times √252.</summary>
    public double AnnualVolatility
    {
        get
        {
            var mean = Returns.Average();
            return Math.Sqrt(Returns.Sum(value => (value - mean) * (value - mean)) / (Returns.Length - 1) * SharpeRatio.TradingDays);
        }
    }

    /// <summary>Largest fall of wealth from its highest value so far.</summary>
    public double MaximumDrawdown
    {
        get
        {
            double wealth = 1, high = 1, deepest = 0;
            foreach (var value in Returns)
            {
                wealth *= 1 + value;
                high = Math.Max(high, wealth);
                deepest = Math.Max(deepest, 1 - wealth / high);
            }
            return deepest;
        }
    }

    /// <summary>Mean Σ|w − held| of a decision after the first.</summary>
    public double Turnover => Decisions.Count > 1 ? Traded / (Decisions.Count - 1) : 0;

    public double LargestViolation => Decisions.Max(decision => decision.Violation);

    /// <summary>Decisions whose weights the solver did not certify.</summary>
    public int Uncertified => Decisions.Count(decision => decision.Status is not (AllocationStatus.Optimal or AllocationStatus.Unbounded));
}
