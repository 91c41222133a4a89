using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Intermediaries and households under uncertainty shocks: x is the intermediaries' share of wealth, ν idiosyncratic volatility.</summary>
/// <remarks>Unknowns: wealth over consumption of both, and the price of capital, which clears the goods market. One shock drives both states.
/// Source: Di Tella (2017).</remarks>
public sealed class DiTella : HjbProblem
{
    private const int Intermediaries = 0, Households = 1, Price = 2;

    public double RiskAversion { get; init; } = 5;
    public double Substitution { get; init; } = 2;
    public double TimePreference { get; init; } = 0.0665;

    /// <summary>τ: rate at which intermediaries retire.</summary>
    public double Retirement { get; init; } = 1.15;

    /// <summary>A of the cost of investment Aq² + Bq.</summary>
    public double InvestmentCost { get; init; } = 54;
    public double Depreciation { get; init; } = 0.05;
    public double Volatility { get; init; } = 0.0125;

    /// <summary>φ: the fraction of idiosyncratic risk that intermediaries must keep.</summary>
    public double Retention { get; init; } = 0.2;
    public double MeanUncertainty { get; init; } = 0.25;
    public double UncertaintyReversion { get; init; } = 1.38;

    /// <summary>σ_ν: the shock moves ν by σ_ν√ν.</summary>
    public double UncertaintyVolatility { get; init; } = -0.17;

    private double LinearCost => (0.2 - InvestmentCost * Math.Pow(0.02 + Depreciation, 2)) / (0.02 + Depreciation);

    public override string Name => "di-tella";

    public override IReadOnlyList<StateVariable> States { get; } =
        
    [
        new("x", 0.01, 0.99, BoundaryKind.Reflecting, BoundaryKind.Reflecting) { LowerScale = 0.01 },
        new("nu", 0.05, 0.95, BoundaryKind.Reflecting, BoundaryKind.Reflecting),
    ];

    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("pA"), new("pB"), new("p", IsStatic: true)];

    /// <summary>Volatility of x, investment over capital and its growth, riskless rate, price of risk, pA over pB.</summary>
    public override IReadOnlyList<string> Policies { get; } = ["sigmaX", "iota", "g", "r", "kappa", "pA/pB"];

    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns.Fill(1);

    /// <summary>A network carries the logarithms of wealth over consumption; the price of capital follows from them.</summary>
    public override IReadOnlyList<int> Carried { get; } = [Intermediaries, Households];

    public override void StartCarried(ReadOnlySpan<double> state, Span<double> carried) => carried.Fill(-Math.Log(TimePreference));

    /// <remarks>(1−ι)/p = D = x/p_A + (1−x)/p_B with ι = (p² − B²)/4A is p² + 4ADp = 4A + B².</remarks>
    public override void Follow<T>(ReadOnlySpan<T> states, Span<T> unknowns)
    {
        var (x, pA, pB) = (states[0], T.Exp(unknowns[Intermediaries]), T.Exp(unknowns[Households]));
        var half = 2 * InvestmentCost * (x / pA + (1 - x) / pB);
        (unknowns[Intermediaries], unknowns[Households]) = (pA, pB);
        unknowns[Price] = T.Sqrt(T.Square(half) + (4 * InvestmentCost + LinearCost * LinearCost)) - half;
    }

    public override void Equations<T>(Point<T> at)
    {
        var (x, nu, g, psi, sigma) = (at.State(0), at.State(1), RiskAversion, Substitution, Volatility);
        T pA = at.Value(Intermediaries), pB = at.Value(Households), p = at.Value(Price);
        var hedging = (1 - g) / (g * (psi - 1));
        var s = Shock(at);
        var priceOfRisk = g * (s.P + sigma) - (1 - g) / (psi - 1) * (x * s.A + (1 - x) * s.B);
        var idiosyncratic = Retention * nu / x;
        var (sA, sB) = (priceOfRisk / g + hedging * s.A, priceOfRisk / g + hedging * s.B);
        var drift = x * (1 - x) * (sA * priceOfRisk + g * idiosyncratic * idiosyncratic - 1 / pA - Retirement
            - (sB * priceOfRisk - 1 / pB + Retirement * x / (1 - x)) - (sA - sB) * (sigma + s.P));
        var uncertaintyVolatility = UncertaintyVolatility * Math.Sqrt(nu);
        at.Drift(0, drift);
        at.Drift(1, T.Of(UncertaintyReversion * (MeanUncertainty - nu)));
        at.Covariance(0, 0, T.Square(s.X));
        at.Covariance(0, 1, s.X * uncertaintyVolatility);
        at.Covariance(1, 1, T.Of(uncertaintyVolatility * uncertaintyVolatility));

        var (investment, growth) = Investment(p);
        var rate = (1 - investment) / p + growth + at.Generator(Price) / p + sigma * s.P - priceOfRisk * (sigma + s.P) - g / x * (Retention * nu) * (Retention * nu);
        at.Equation(Intermediaries, 1 + at.Generator(Intermediaries) + pA * (Growth(rate, priceOfRisk, sA, s.A, idiosyncratic)
            + (psi - 1) * Retirement / (1 - g) * (T.Pow(pA / pB, (1 - g) / (1 - psi)) - 1)));
        at.Equation(Households, 1 + at.Generator(Households) + pB * Growth(rate, priceOfRisk, sB, s.B, 0));
        at.Equation(Price, (1 - investment) / p - x / pA - (1 - x) / pB);
    }

    /// <summary>What preferences add to the growth of wealth over consumption.</summary>
    private T Growth<T>(T rate, T priceOfRisk, T exposure, T loading, double own) where T : struct, IReal<T>
    {
        var (g, psi) = (RiskAversion, Substitution);
        return (psi - 1) * (rate + priceOfRisk * exposure + g * own * own) - psi * TimePreference
            - (psi - 1) * g / 2 * (T.Square(exposure) + own * own)
            + (2 - psi - g) / (2 * (psi - 1)) * T.Square(loading) + (1 - g) * (loading * exposure);
    }

    /// <summary>What the shock does to x and, relatively, to the three unknowns.</summary>
    private (T X, T A, T B, T P) Shock<T>(Point<T> at) where T : struct, IReal<T>
    {
        var x = at.State(0);
        var uncertainty = UncertaintyVolatility * Math.Sqrt(at.State(1));
        var k = x * (1 - x) * (1 - RiskAversion) / (RiskAversion * (Substitution - 1));
        T pA = at.Value(Intermediaries), pB = at.Value(Households), p = at.Value(Price);
        var ofX = at.Slope(Intermediaries, 0) / pA - at.Slope(Households, 0) / pB;
        var ofNu = at.Slope(Intermediaries, 1) / pA - at.Slope(Households, 1) / pB;
        var sX = k * uncertainty * ofNu / (1 - k * ofX);
        return (sX, (at.Slope(Intermediaries, 0) * sX + at.Slope(Intermediaries, 1) * uncertainty) / pA,
            (at.Slope(Households, 0) * sX + at.Slope(Households, 1) * uncertainty) / pB, (at.Slope(Price, 0) * sX + at.Slope(Price, 1) * uncertainty) / p);
    }

    private (T Investment, T Growth) Investment<T>(T p) where T : struct, IReal<T>
    {
        var q = (p - LinearCost) / (2 * InvestmentCost);
        return (InvestmentCost * T.Square(q) + LinearCost * q, q - Depreciation);
    }

    public override void Policy(Point<Real> at, Span<double> policy)
    {
        var (x, nu, g) = (at.State(0), at.State(1), RiskAversion);
        var (s, p) = (Shock(at), at.Value(Price));
        var (investment, growth) = Investment(p);
        var priceOfRisk = g * (s.P + Volatility) - (1 - g) / (Substitution - 1) * (x * s.A + (1 - x) * s.B);
        var rate = (1 - investment) / p + growth + at.Generator(Price) / p + Volatility * s.P - priceOfRisk * (Volatility + s.P) - g / x * (Retention * nu) * (Retention * nu);
        (policy[0], policy[1], policy[2]) = (s.X.Number, investment.Number, growth.Number);
        (policy[3], policy[4], policy[5]) = (rate.Number, priceOfRisk.Number, (at.Value(Intermediaries) / at.Value(Households)).Number);
    }
}
