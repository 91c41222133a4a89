using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Experts and households with log utility: η is the experts' share of wealth, ψ their share of capital, q its price.</summary>
/// <remarks>(ρη + r(1−η))q = ψa + (1−ψ)a̲ − ι(q); (a−a̲)/q + δ̲ − δ = [ψ/η − (1−ψ)/(1−η)]Σ² where ψ &lt; 1; Σ = σ/(1 − (ψ−η)q′/q).
/// Investment obeys q = 1 + κι, or q² = 1 + 2κι. Source: Brunnermeier and Sannikov (2014, 2016).</remarks>
public sealed class BrunnermeierSannikovLog : HjbProblem
{
    public double ExpertProductivity { get; init; } = 0.11;
    public double HouseholdProductivity { get; init; } = 0.03;
    public double ExpertTimePreference { get; init; } = 0.06;
    public double HouseholdTimePreference { get; init; } = 0.05;
    public double Volatility { get; init; } = 0.1;

    /// <summary>κ of the cost of investment.</summary>
    public double AdjustmentCost { get; init; } = 10;

    /// <summary>Whether ι = (q² − 1)/2κ (the square-root technology) instead of (q − 1)/κ (the logarithmic one).</summary>
    public bool SquareRootInvestment { get; init; }

    /// <summary>Depreciation in households' hands less that in experts'.</summary>
    public double ExtraDepreciation { get; init; }

    public override string Name => "brunnermeier-sannikov-log";
    public override IReadOnlyList<StateVariable> States { get; } = [new("eta", 0, 1, BoundaryKind.Reflecting, BoundaryKind.Reflecting) { LowerScale = 0.01 }];
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("q", IsStatic: true, SlopeSide.Backward), new("psi", IsStatic: true, SlopeSide.Backward)];

    /// <summary>Price of capital, experts' share of capital, volatility that the price adds.</summary>
    public override IReadOnlyList<string> Policies { get; } = ["q", "psi", "sigmaQ"];

    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => (unknowns[0], unknowns[1]) = (1, 0);

    /// <summary>h: where experts hold about half of all capital, as near η = 0 their capital over wealth is 1 + (a−a̲)/(qσ²).</summary>
    private double Half => Volatility * Volatility / (ExpertProductivity - HouseholdProductivity);

    /// <summary>A network carries ψ over η(1 + h)/(η + h), where ψ goes beyond one too; the price follows from it.</summary>
    public override IReadOnlyList<int> Carried { get; } = [1];

    public override void StartCarried(ReadOnlySpan<double> state, Span<double> carried) => carried[1] = 1;

    public override void Follow<T>(ReadOnlySpan<T> states, Span<T> unknowns)
    {
        unknowns[1] = states[0] * (1 + Half) / (states[0] + Half) * unknowns[1];
        unknowns[0] = Price(states[0], unknowns[1]);
    }

    /// <summary>The price that clears the goods market.</summary>
    private T Price<T>(T eta, T psi) where T : struct, IReal<T>
    {
        var saved = ExpertTimePreference * eta + HouseholdTimePreference * (1 - eta);
        var output = psi * ExpertProductivity + (1 - psi) * HouseholdProductivity;
        return SquareRootInvestment
            ? AdjustmentCost * (T.Sqrt(T.Square(saved) + 2 / AdjustmentCost * (output + 0.5 / AdjustmentCost)) - saved)
            : (output + 1 / AdjustmentCost) / (saved + 1 / AdjustmentCost);
    }

    /// <summary>Investment over capital at the price q.</summary>
    public T Investment<T>(T q) where T : struct, IReal<T> => SquareRootInvestment ? (T.Square(q) - 1) / (2 * AdjustmentCost) : (q - 1) / AdjustmentCost;

    public override void Equations<T>(Point<T> at)
    {
        var eta = at.State(0);
        T q = at.Value(0), psi = at.Value(1);
        at.Drift(0, T.Of(0));
        at.Equation(0, psi * ExpertProductivity + (1 - psi) * HouseholdProductivity - Investment(q)
            - (ExpertTimePreference * eta + HouseholdTimePreference * (1 - eta)) * q);
        if (eta <= 0)
        {
            at.Equation(1, psi);
            return;
        }
        // Experts hold all (ψ = 1), or both hold and the excess return pays for the excess risk: η(1−η) gap = (ψ−η)Σ², where the sign of
        // 1 − (ψ−η)q′/q is kept so that only the root with a positive one remains.
        var denominator = 1 - (psi - eta) * at.Slope(0, 0) / q;
        var gap = (ExpertProductivity - HouseholdProductivity) / q + ExtraDepreciation;
        var premium = eta * (1 - eta) * (gap * denominator * T.Max(denominator, -denominator)) - Volatility * Volatility * (psi - eta);
        at.Equation(1, ShareBound.Equation(at.Continued, psi, premium, 0.25 * (ExpertProductivity - HouseholdProductivity)));
    }

    public override void Policy(Point<Real> at, Span<double> policy)
    {
        var (eta, q, psi, slope) = (at.State(0), at.Value(0).Number, at.Value(1).Number, at.Slope(0, 0).Number);
        if (at.Continued && psi > 1)
        {
            var zero = default(Real);
            var price = Price(new(new Real(eta), new Real(1), zero, zero, zero, zero), Taylor<Real>.Of(1));
            (q, psi, slope) = (price.Number, 1, price.X.Number);
        }
        var denominator = 1 - (psi - eta) * slope / q;
        (policy[0], policy[1], policy[2]) = (q, psi, Volatility / denominator - Volatility);
    }
}
