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
        new("z", 0.001, 0.999, BoundaryKind.Reflecting, BoundaryKind.Reflecting),
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
        at.Equation(Share, T.Min(1 - psi, z * (1 - z) * premium));

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
        at.Equation(Experts, Value(at, Experts, z, growth, expertCapital, expertOther));
        at.Equation(Households, Value(at, Households, 1 - z, growth, householdCapital, householdOther));
    }

    private T Value<T>(Point<T> at, int who, double share, T growth, T capital, T other) where T : struct, IReal<T> =>
        at.Generator(who) + TimePreference * (Math.Log(TimePreference * share) + T.Log(at.Value(Price)) - at.Value(who)) + growth
        + (1 - RiskAversion) / 2 * Inner(capital, other, capital, other) + (1 - RiskAversion) * Volatility * (capital + Correlation * other);

    private static (T Capital, T Other) Loading<T>(Point<T> at, int who, T shareCapital, T shareOther, double deviation) where T : struct, IReal<T> =>
        (at.Slope(who, 0) * shareCapital, at.Slope(who, 0) * shareOther + at.Slope(who, 1) * deviation);

    private T Inner<T>(T a, T b, T c, T d) where T : struct, IReal<T> => a * c + b * d + Correlation * (a * d + b * c);

    /// <summary>Loadings of the return of capital; Direct is what productivity does to q with z held.</summary>
    private (T OnCapital, T OnProductivity, T Denominator, T Direct, T Exposure, double Deviation) Return<T>(Point<T> at) where T : struct, IReal<T>
    {
        var (z, f) = (at.State(0), at.State(1));
        T q = at.Value(Price), psi = at.Value(Share);
        var deviation = ProductivityVolatility * (Productivity.High - f) * (f - Productivity.Low);
        var denominator = 1 - at.Slope(Price, 0) / q * (Retention * psi - z);
        var direct = deviation * at.Slope(Price, 1) / q;
        return (Volatility / denominator, direct / denominator, denominator, direct, T.Max(Retention * psi, T.Of(z)), deviation);
    }

    public override void Policy(Point<Real> at, Span<double> policy)
    {
        var r = Return(at);
        (policy[0], policy[1]) = (at.Value(Price).Number, at.Value(Share).Number);
        policy[2] = Math.Sqrt(Inner(r.OnCapital, r.OnProductivity, r.OnCapital, r.OnProductivity).Number);
    }
}
