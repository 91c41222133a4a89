using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Monetary policy and risk taking: ω is the share of wealth of the risk-tolerant agents A (banks), who hold liquid assets against deposits.</summary>
/// <remarks>Unknowns: consumption over wealth of A and B, and A's portfolio weight, whose cost of leverage makes a kink at 1.
/// Source: Drechsler, Savov and Schnabl (2018).</remarks>
public sealed class DrechslerSavovSchnabl : HjbProblem
{
    private const int Banks = 0, Others = 1, Weight = 2;

    public double BankRiskAversion { get; init; } = 1.5;
    public double OtherRiskAversion { get; init; } = 15;
    public double Substitution { get; init; } = 3;
    public double TimePreference { get; init; } = 0.01;

    /// <summary>κ: rate of death.</summary>
    public double Turnover { get; init; } = 0.01;

    /// <summary>ω̄: share of A among the newborn.</summary>
    public double NewbornShare { get; init; } = 0.1;
    public double Growth { get; init; } = 0.02;
    public double Volatility { get; init; } = 0.02;

    /// <summary>λ: liquid assets per unit of deposits; 0.29/(1 − 0.29).</summary>
    public double Liquidity { get; init; } = 0.29 / 0.71;

    /// <summary>1/m: government bonds per reserve.</summary>
    public double LiquidityPremium { get; init; } = 0.25;

    /// <summary>n: the nominal rate.</summary>
    public double NominalRate { get; init; }

    public override string Name => "drechsler-savov-schnabl";
    public override IReadOnlyList<StateVariable> States { get; } = [new("omega", 0.001, 0.999, BoundaryKind.Reflecting, BoundaryKind.Reflecting) { LowerScale = 0.01, UpperScale = 0.01 }];
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("JA"), new("JB"), new("wA", IsStatic: true)];

    /// <summary>Price over output, risk premium, volatility of returns, riskless real rate, A's weight.</summary>
    public override IReadOnlyList<string> Policies { get; } = ["P/Y", "mu-r", "sigma", "r", "wA"];

    public override void Check()
    {
        Require.Positive(BankRiskAversion);
        Require.Positive(OtherRiskAversion);
        Require.Positive(Substitution);
        Require.NotOne(Substitution, "the equations divide by ψ − 1");
        Require.Positive(TimePreference);
        Require.NotNegative(Turnover);
        Require.Fraction(NewbornShare);
        Require.Positive(Volatility);
        Require.NotNegative(Liquidity);
        Require.NotNegative(LiquidityPremium);
        Require.NotNegative(NominalRate);
    }

    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => (unknowns[Banks], unknowns[Others], unknowns[Weight]) = (0.01, 0.01, 1);

    /// <summary>A network carries logarithms of consumption over wealth, and (w_A − 1)/(1 − ω).</summary>
    public override IReadOnlyList<int> Carried { get; } = [Banks, Others, Weight];

    public override void StartCarried(ReadOnlySpan<double> state, Span<double> carried) => (carried[Banks], carried[Others], carried[Weight]) = (Math.Log(0.01), Math.Log(0.01), 1);

    public override void Follow<T>(ReadOnlySpan<T> states, Span<T> unknowns)
    {
        unknowns[Banks] = T.Exp(unknowns[Banks]);
        unknowns[Others] = T.Exp(unknowns[Others]);
        unknowns[Weight] = 1 + (1 - states[0]) * unknowns[Weight];
    }

    /// <summary>λn/m: what leverage of 1 above weight 1 costs a year.</summary>
    private double LeverageCost => Liquidity * NominalRate * LiquidityPremium;

    /// <summary>Whether a network carries A's weight with the kink at 1 drawn out to the width 1 − ω.</summary>
    private bool IsDrawnOut<T>(Point<T> at) where T : struct, IReal<T> => at.Continued && LeverageCost > 0;

    /// <summary>A's weight: what is carried below 1, 1 within the kink, that much less above.</summary>
    private T BankWeight<T>(Point<T> at) where T : struct, IReal<T>
    {
        var weight = at.Value(Weight);
        return IsDrawnOut(at) ? T.Min(weight, T.Max(T.Of(1), weight - (1 - at.State(0)))) : weight;
    }

    private (T F, T Relative, T Sigma, T Share, T OtherWeight, T BankDemand, T OtherDemand) Market<T>(Point<T> at) where T : struct, IReal<T>
    {
        var (w, psi) = (at.State(0), Substitution);
        T jA = at.Value(Banks), jB = at.Value(Others), wA = BankWeight(at);
        var f = w * jA + (1 - w) * jB;
        var relative = (jA - jB + w * at.Slope(Banks, 0) + (1 - w) * at.Slope(Others, 0)) / f;
        var sigma = Volatility / (1 + w * relative * (wA - 1));
        var ratio = (wA - 1) / (1 - w);
        var wB = (1 - w * wA) / (1 - w);
        return (f, relative, sigma, sigma * ratio, wB,
            BankRiskAversion * wA - (1 - BankRiskAversion) / (1 - psi) * w * (1 - w) * ratio * at.Slope(Banks, 0) / jA,
            OtherRiskAversion * wB - (1 - OtherRiskAversion) / (1 - psi) * w * (1 - w) * ratio * at.Slope(Others, 0) / jB);
    }

    /// <summary>Riskless rate and risk premium, given the drift of ω less κ(ω̄ − ω).</summary>
    private (T Rate, T Premium, T ShareDrift) Returns<T>(Point<T> at) where T : struct, IReal<T>
    {
        var w = at.State(0);
        var m = Market(at);
        T jA = at.Value(Banks), jB = at.Value(Others), wA = BankWeight(at);
        var premium = m.OtherDemand * T.Square(m.Sigma);
        var leverageCost = LeverageCost * T.Max(wA - 1, T.Of(0));
        var shareGrowth = m.Share / m.Sigma * premium - leverageCost - (jA - jB) - m.Share * m.Sigma;
        var birth = Turnover * (NewbornShare - w);
        var curvature = (2 * (at.Slope(Banks, 0) - at.Slope(Others, 0)) + w * at.Curvature(Banks, 0, 0) + (1 - w) * at.Curvature(Others, 0, 0)) / m.F;
        var mu = Growth + m.F - m.Relative * (birth + w * (1 - w) * (shareGrowth + m.Share * Volatility))
            + T.Square(w * (1 - w) * m.Share) * (T.Square(m.Relative) - 0.5 * curvature);
        return (mu - premium, premium, birth + w * (1 - w) * shareGrowth);
    }

    public override void Equations<T>(Point<T> at)
    {
        var (w, psi) = (at.State(0), Substitution);
        var m = Market(at);
        var (rate, _, drift) = Returns(at);
        var wA = BankWeight(at);
        at.Drift(0, drift);
        at.Covariance(0, 0, T.Square(w * (1 - w) * m.Share));
        // B's demand less A's is nothing below weight 1, the cost of leverage above, and between the two at 1.
        var difference = m.OtherDemand - m.BankDemand;
        var cost = LeverageCost / T.Square(m.Sigma);
        // Drawn out, the way through the kink is the share of the cost.
        at.Equation(Weight, IsDrawnOut(at)
            ? difference - cost * T.Max(T.Min((at.Value(Weight) - 1) / (1 - w), T.Of(1)), T.Of(0))
            : T.Max(difference - cost, T.Min(difference, OtherRiskAversion * (1 - wA))));
        var rebate = LeverageCost * w * T.Max(wA - 1, T.Of(0));
        for (var i = Banks; i <= Others; i++)
        {
            var (g, j) = (i == Banks ? BankRiskAversion : OtherRiskAversion, at.Value(i));
            var weight = i == Banks ? wA : m.OtherWeight;
            var relief = i == Banks ? difference * T.Square(m.Sigma) : T.Of(0);
            at.Equation(i, at.Generator(i) + (psi - g) / (2 * (1 - psi)) * at.Covariation(i, i) / j + j * (psi * (TimePreference + Turnover) - j
                - (psi - 1) * (rate + relief + rebate + g / 2 * T.Square(m.Sigma * weight))));
        }
    }

    public override void Policy(Point<Real> at, Span<double> policy)
    {
        var m = Market(at);
        var (rate, premium, _) = Returns(at);
        (policy[0], policy[1], policy[2]) = (1 / m.F.Number, premium.Number, m.Sigma.Number);
        (policy[3], policy[4]) = (rate.Number, BankWeight(at).Number);
    }
}
