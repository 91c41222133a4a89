using System.Globalization;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Cli.Allocation;

/// <summary>What a binding constraint costs, in words: all of it, and at the margin.</summary>
/// <param name="objective">What the multipliers are a gain of.</param>
/// <param name="charged">Whether the mean-variance objective has more than the expected return: a charge for risk, a ridge or costs.</param>
/// <param name="volatility">√(wᵀΣw) of the solution.</param>
/// <remarks>A multiplier λ is the objective's gain per unit of the limit, to first order. Loosening by 1 % gains 0.01 λ: of expected return, 100 λ hundredths of a percent;
/// of variance, 0.01 λ/2σ of volatility; and where risk aversion is half the Sharpe ratio over volatility, 0.01 λ/σ of Sharpe ratio.</remarks>
internal sealed class PriceInWords(AllocationObjective objective, bool charged, double volatility)
{
    /// <param name="price">The constraint and its multiplier.</param>
    /// <param name="cost">What the objective would gain without it, in the objective's unit; null where it would have no greatest value.</param>
    /// <returns>For example "banks ≤ 30 % costs 4.1 bp of expected return, 0.3 bp for the next 1 % of equity".</returns>
    public string Describe(ConstraintPrice price, double? cost)
    {
        var (margin, unit, scale) = objective switch
        {
            AllocationObjective.MinimumVariance => (50 * price.Multiplier / volatility, "bp", "of volatility"),
            AllocationObjective.MaximumSharpe => (0.01 * price.Multiplier / volatility, "", "of Sharpe ratio"),
            _ => (100 * price.Multiplier, "bp", $"of expected return{(charged ? " after charges" : "")}"),
        };
        string Amount(double value) => unit.Length > 0 ? $"{Number(value)} {unit}" : Number(value);
        var all = cost is { } known ? Amount(objective == AllocationObjective.MaximumSharpe ? known : 1e4 * known) : "without bound";
        return $"{Limit(price.Constraint)} costs {all} {scale}, {Amount(margin)} for the next {Unit(price.Constraint)}";
    }

    /// <summary>For example "banks ≤ 30 %".</summary>
    public static string Limit(Constraint constraint) =>
        string.Create(CultureInfo.InvariantCulture, $"{constraint.Name} {(constraint.Side == Bound.Upper ? "≤" : "≥")} {100 * constraint.Limit:0.####} %");

    private static string Unit(Constraint constraint) => constraint.Kind switch
    {
        ConstraintKind.Volatility => "1 % of volatility",
        ConstraintKind.Turnover => "1 % of equity traded",
        ConstraintKind.Gross => "1 % of gross exposure",
        _ => "1 % of equity",
    };

    private static string Number(double value) => value.ToString(value is >= 0.01 or 0 ? "0.##" : "0.#e+0", CultureInfo.InvariantCulture);
}
