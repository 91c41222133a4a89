using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Experts and households as in <see cref="BrunnermeierSannikov2016"/>, with a productivity of experts, f, that moves between two bounds.</summary>
/// <remarks>df = π(f̄ − f)dt + β(f̂ − f)(f − f̌)dZ_f, correlated with the shock to capital. Loadings are pairs: on the shock to capital and on that to
/// productivity. Source: Gopalakrishna (2021).</remarks>
public sealed class CapitalMisallocation : HjbProblem
{
    private const int Experts = 0, Households = 1, Price = 2, Share = 3;

    public double HouseholdProductivity { get; init; } = 0.03;
    public double TimePreference { get; init; } = 0.05;
    public double AdjustmentCost { get; init; } = 5;
    public double Depreciation { get; init; } = 0.05;
    public double Volatility { get; init; } = 0.1;
    public double RiskAversion { get; init; } = 5;

    /// <summary>α: the least fraction of risk that experts keep.</summary>
    public double Retention { get; init; } = 0.65;
    public double Turnover { get; init; } = 0.03;
    public double NewbornShare { get; init; } = 0.1;

    /// <summary>f̌ and f̂.</summary>
    public (double Low, double High) Productivity { get; init; } = (0.1, 0.2);

    /// <summary>f̄.</summary>
    public double MeanProductivity { get; init; } = 0.15;

    /// <summary>π.</summary>
    public double ProductivityReversion { get; init; } = 0.01;

    /// <summary>β of the volatility β(f̂ − f)(f − f̌).</summary>
    public double ProductivityVolatility { get; init; } = 2.5;

    /// <summary>Of the two shocks.</summary>
    public double Correlation { get; init; } = 0.5;

    public override string Name => "capital-misallocation";

    public override IReadOnlyList<StateVariable> States =>
    [
        new("z", 0.001, 0.999, BoundaryKind.Reflecting, BoundaryKind.Reflecting) { LowerScale = 0.001, UpperScale = 0.001 },
        new("f", Productivity.Low, Productivity.High, BoundaryKind.Reflecting, BoundaryKind.Reflecting),
    ];

    public override IReadOnlyList<Unknown> Unknowns { get; } =
        [new("lnJe"), new("lnJh"), new("q", IsStatic: true, SlopeSide.Backward), new("psi", IsStatic: true, SlopeSide.Backward)];

    /// <summary>Price of capital, experts' share of it, volatility of its return.</summary>
    public override IReadOnlyList<string> Policies { get; } = ["q", "psi", "sigmaR"];

    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns)
    {
        unknowns[Experts] = unknowns[Households] = 0;
        unknowns[Price] = (1 + AdjustmentCost * HouseholdProductivity) / (1 + AdjustmentCost * TimePreference);
        unknowns[Share] = 0;
    }

    /// <summary>h: where experts hold about half of all capital.</summary>
    private double Half => Volatility * Volatility / (MeanProductivity - HouseholdProductivity);

    /// <summary>A network carries ψ over z(1 + h)/(z + h), where ψ goes beyond one too; the price follows from it.</summary>
    public override IReadOnlyList<int> Carried { get; } = [Experts, Households, Share];

    public override void StartCarried(ReadOnlySpan<double> state, Span<double> carried) => (carried[Experts], carried[Households], carried[Share]) = (0, 0, 1);

    public override void Follow<T>(ReadOnlySpan<T> states, Span<T> unknowns)
    {
        unknowns[Share] = states[0] * (1 + Half) / (states[0] + Half) * unknowns[Share];
        unknowns[Price] = (unknowns[Share] * (states[1] - HouseholdProductivity) + (HouseholdProductivity + 1 / AdjustmentCost)) / (TimePreference + 1 / AdjustmentCost);
    }

    /// <summary>q where experts hold all capital.</summary>
    private double FullPrice(double f) => (f + 1 / AdjustmentCost) / (TimePreference + 1 / AdjustmentCost);

    public override void Equations<T>(Point<T> at)
    {
        var (z, f, g, rho, sigma) = (at.State(0), at.State(1), RiskAversion, TimePreference, Volatility);
        T q = at.Value(Price), psi = at.Value(Share);
        var r = Return(at);
        var investment = (q - 1) / AdjustmentCost;
        at.Equation(Price, psi * f + (1 - psi) * HouseholdProductivity - investment - rho * q);

        // The premium times the squared denominator, whose sign is kept, so that only the root with a positive one remains.
        var hedgeShare = (1 - g) * (at.Slope(Households, 0) - at.Slope(Experts, 0)) + 1 / (z * (1 - z));
        var hedgeProductivity = (1 - g) * (at.Slope(Households, 1) - at.Slope(Experts, 1));
        var variance = sigma * sigma + T.Square(r.Direct) + 2 * Correlation * sigma * r.Direct;
        var premium = (f - HouseholdProductivity) / q * r.Denominator * T.Max(r.Denominator, -r.Denominator)
            - Retention * (hedgeShare * (Retention * psi - z) * variance
                + hedgeProductivity * r.Deviation * (r.Direct + Correlation * sigma) * r.Denominator);
        at.Equation(Share, ShareBound.Equation(at.Continued, psi, z * (1 - z) * premium, 0.25 * (MeanProductivity - HouseholdProductivity)));
        if (at.Continued && psi.Number > 1)
        {
            (r, q) = (Return(at, capped: true), T.Of(FullPrice(f)));
            investment = (q - 1) / AdjustmentCost;
        }

        // Loadings of z and of f, and prices of risk less what is common to both agents.
        var (shareCapital, shareOther) = ((r.Exposure - z) * r.OnCapital, (r.Exposure - z) * r.OnProductivity);
        at.Covariance(0, 0, Inner(shareCapital, shareOther, shareCapital, shareOther));
        at.Covariance(0, 1, r.Deviation * (shareOther + Correlation * shareCapital));
        at.Covariance(1, 1, T.Of(r.Deviation * r.Deviation));
        var (expertCapital, expertOther) = Loading(at, Experts, shareCapital, shareOther, r.Deviation);
        var (householdCapital, householdOther) = Loading(at, Households, shareCapital, shareOther, r.Deviation);
        var expertRisk = Inner(r.OnCapital, r.OnProductivity,
            shareCapital / z - (1 - g) * expertCapital + (g - 1) * sigma, shareOther / z - (1 - g) * expertOther);
        var difference = Inner(r.OnCapital, r.OnProductivity,
            shareCapital / (z * (1 - z)) - (1 - g) * (expertCapital - householdCapital), shareOther / (z * (1 - z)) - (1 - g) * (expertOther - householdOther));
        at.Drift(0, z * ((f - investment) / q - rho + (r.Exposure / z - 1) * expertRisk + (1 - Retention) * difference) + Turnover * (NewbornShare - z));
        at.Drift(1, T.Of(ProductivityReversion * (MeanProductivity - f)));

        var growth = T.Log(q) / AdjustmentCost - Depreciation - g / 2 * sigma * sigma;
        at.Equation(Experts, Value(at, Experts, z, q, growth, expertCapital, expertOther));
        at.Equation(Households, Value(at, Households, 1 - z, q, growth, householdCapital, householdOther));
    }

    private T Value<T>(Point<T> at, int who, double share, T price, T growth, T capital, T other) where T : struct, IReal<T> =>
        at.Generator(who) + TimePreference * (Math.Log(TimePreference * share) + T.Log(price) - at.Value(who)) + growth
        + (1 - RiskAversion) / 2 * Inner(capital, other, capital, other) + (1 - RiskAversion) * Volatility * (capital + Correlation * other);

    private static (T Capital, T Other) Loading<T>(Point<T> at, int who, T shareCapital, T shareOther, double deviation) where T : struct, IReal<T> =>
        (at.Slope(who, 0) * shareCapital, at.Slope(who, 0) * shareOther + at.Slope(who, 1) * deviation);

    private T Inner<T>(T a, T b, T c, T d) where T : struct, IReal<T> => a * c + b * d + Correlation * (a * d + b * c);

    /// <summary>Loadings of the return of capital; Direct is what productivity does to q with z held.</summary>
    private (T OnCapital, T OnProductivity, T Denominator, T Direct, T Exposure, double Deviation) Return<T>(Point<T> at, bool capped = false) where T : struct, IReal<T>
    {
        var (z, f) = (at.State(0), at.State(1));
        T q = at.Value(Price), psi = at.Value(Share), ofShare = at.Slope(Price, 0), ofProductivity = at.Slope(Price, 1);
        if (capped) (q, psi, ofShare, ofProductivity) = (T.Of(FullPrice(f)), T.Of(1), T.Of(0), T.Of(1 / (TimePreference + 1 / AdjustmentCost)));
        var deviation = ProductivityVolatility * (Productivity.High - f) * (f - Productivity.Low);
        var denominator = 1 - ofShare / q * (Retention * psi - z);
        var direct = deviation * ofProductivity / q;
        return (Volatility / denominator, direct / denominator, denominator, direct, T.Max(Retention * psi, T.Of(z)), deviation);
    }

    public override void Policy(Point<Real> at, Span<double> policy)
    {
        var capped = at.Continued && at.Value(Share).Number > 1;
        var r = Return(at, capped);
        (policy[0], policy[1]) = capped ? (FullPrice(at.State(1)), 1) : (at.Value(Price).Number, at.Value(Share).Number);
        policy[2] = Math.Sqrt(Inner(r.OnCapital, r.OnProductivity, r.OnCapital, r.OnProductivity).Number);
    }
}
