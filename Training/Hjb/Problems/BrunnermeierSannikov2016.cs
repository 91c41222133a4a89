using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Experts and households with recursive utility, ψ = 1: z is the experts' share of wealth, U = (JK)^(1−γ)/(1−γ), l = ln J of each.</summary>
/// <remarks>Static: goods market and the experts' share of capital; Σ = σ/(1 − (q′/q)(αψ − z)). Experts keep at least the fraction α of their risk.
/// Source: Brunnermeier and Sannikov (2016), Gopalakrishna (2021).</remarks>
public sealed class BrunnermeierSannikov2016 : HjbProblem
{
    private const int Experts = 0, Households = 1, Price = 2, Share = 3;

    public double ExpertProductivity { get; init; } = 0.1;
    public double HouseholdProductivity { get; init; } = 0.02;
    public double TimePreference { get; init; } = 0.05;
    public double AdjustmentCost { get; init; } = 5;
    public double Depreciation { get; init; } = 0.05;
    public double Volatility { get; init; } = 0.06;
    public double RiskAversion { get; init; } = 2;

    /// <summary>α: the least fraction of risk that experts keep.</summary>
    public double Retention { get; init; } = 1;

    /// <summary>λ_d: how fast experts become households and the reverse, so that z has a long run.</summary>
    public double Turnover { get; init; } = 0.02;

    /// <summary>z̄: the share of wealth of newborn experts.</summary>
    public double NewbornShare { get; init; } = 0.1;

    public override string Name => "brunnermeier-sannikov-2016";
    public override IReadOnlyList<StateVariable> States { get; } = [new("z", 0.001, 0.999, BoundaryKind.Reflecting, BoundaryKind.Reflecting) { LowerScale = 0.001, UpperScale = 0.001 }];

    public override IReadOnlyList<Unknown> Unknowns { get; } =
        [new("lnJe"), new("lnJh"), new("q", IsStatic: true, SlopeSide.Backward), new("psi", IsStatic: true, SlopeSide.Backward)];

    /// <summary>Price of capital, experts' share of it, return volatility, prices of risk of experts and households.</summary>
    public override IReadOnlyList<string> Policies { get; } = ["q", "psi", "sigmaR", "zetaE", "zetaH"];

    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns)
    {
        unknowns[Experts] = unknowns[Households] = 0;
        unknowns[Price] = (1 + AdjustmentCost * HouseholdProductivity) / (1 + AdjustmentCost * TimePreference);
        unknowns[Share] = 0;
    }

    /// <summary>h: where experts hold about half of all capital, as near z = 0 their capital over wealth is 1 + (aE−aH)/(qσ²).</summary>
    private double Half => Volatility * Volatility / (ExpertProductivity - HouseholdProductivity);

    /// <summary>A network carries ψ over z(1 + h)/(z + h), where ψ goes beyond one too; the price follows from it.</summary>
    public override IReadOnlyList<int> Carried { get; } = [Experts, Households, Share];

    public override void StartCarried(ReadOnlySpan<double> state, Span<double> carried) => (carried[Experts], carried[Households], carried[Share]) = (0, 0, 1);

    public override void Follow<T>(ReadOnlySpan<T> states, Span<T> unknowns)
    {
        unknowns[Share] = states[0] * (1 + Half) / (states[0] + Half) * unknowns[Share];
        unknowns[Price] = (unknowns[Share] * (ExpertProductivity - HouseholdProductivity) + (HouseholdProductivity + 1 / AdjustmentCost)) / (TimePreference + 1 / AdjustmentCost);
    }

    public override void Equations<T>(Point<T> at)
    {
        var (z, g, rho, sigma) = (at.State(0), RiskAversion, TimePreference, Volatility);
        var m = Market(at);
        T q = at.Value(Price), psi = at.Value(Share);
        at.Equation(Price, psi * ExpertProductivity + (1 - psi) * HouseholdProductivity - m.Investment - rho * q);
        var hedging = (1 - g) * (at.Slope(Households, 0) - at.Slope(Experts, 0)) + 1 / (z * (1 - z));
        // The sign of the denominator is kept, so that only the root with a positive one remains.
        var premium = (ExpertProductivity - HouseholdProductivity) / q * m.Denominator * T.Max(m.Denominator, -m.Denominator)
            - Retention * sigma * sigma * hedging * (Retention * psi - z);
        at.Equation(Share, ShareBound.Equation(at.Continued, psi, z * (1 - z) * premium, 0.25 * (ExpertProductivity - HouseholdProductivity)));

        if (at.Continued && psi.Number > 1) (m, q) = (Market(at, capped: true), T.Of(FullPrice));
        var expertsKeep = m.Exposure / z;
        var drift = z * ((ExpertProductivity - m.Investment) / q - rho + (expertsKeep - 1) * m.Return * (m.ExpertRisk - m.Return)
            + (1 - Retention) * m.Return * (m.ExpertRisk - m.HouseholdRisk)) + Turnover * (NewbornShare - z);
        at.Drift(0, drift);
        at.Covariance(0, 0, T.Square(m.ShareVolatility));
        var capitalGrowth = T.Log(q) / AdjustmentCost - Depreciation;
        for (var i = Experts; i <= Households; i++)
        {
            var loading = m.ShareVolatility * at.Slope(i, 0);
            at.Equation(i, at.Generator(i) + rho * (Math.Log(rho * (i == Experts ? z : 1 - z)) + T.Log(q) - at.Value(i)) + capitalGrowth
                - g / 2 * sigma * sigma + (1 - g) / 2 * T.Square(loading) + (1 - g) * sigma * loading);
        }
    }

    /// <summary>q where experts hold all capital.</summary>
    private double FullPrice => (ExpertProductivity + 1 / AdjustmentCost) / (TimePreference + 1 / AdjustmentCost);

    private (T Investment, T Denominator, T Return, T Exposure, T ShareVolatility, T ExpertRisk, T HouseholdRisk) Market<T>(Point<T> at, bool capped = false) where T : struct, IReal<T>
    {
        var (z, g) = (at.State(0), RiskAversion);
        T q = at.Value(Price), psi = at.Value(Share), slope = at.Slope(Price, 0);
        if (capped) (q, psi, slope) = (T.Of(FullPrice), T.Of(1), T.Of(0));
        var denominator = 1 - slope / q * (Retention * psi - z);
        var volatility = Volatility / denominator;
        var exposure = T.Max(Retention * psi, T.Of(z));
        var shareVolatility = (exposure - z) * volatility;
        // What both ask for: the volatility of wealth, and for γ > 1 of capital.
        var common = volatility + (g - 1) * Volatility;
        return ((q - 1) / AdjustmentCost, denominator, volatility, exposure, shareVolatility,
            common + shareVolatility / z - (1 - g) * shareVolatility * at.Slope(Experts, 0),
            common - shareVolatility / (1 - z) - (1 - g) * shareVolatility * at.Slope(Households, 0));
    }

    public override void Policy(Point<Real> at, Span<double> policy)
    {
        var capped = at.Continued && at.Value(Share).Number > 1;
        var m = Market(at, capped);
        (policy[0], policy[1]) = capped ? (FullPrice, 1) : (at.Value(Price).Number, at.Value(Share).Number);
        (policy[2], policy[3], policy[4]) = (m.Return.Number, m.ExpertRisk.Number, m.HouseholdRisk.Number);
    }
}
