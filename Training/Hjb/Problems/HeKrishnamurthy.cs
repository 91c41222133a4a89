using LeanDeep.Training.Hjb.Numbers;

namespace LeanDeep.Training.Hjb.Problems;

/// <summary>Intermediary asset pricing: x is the specialists' share of wealth, who intermediate households' equity up to a multiple of their own.</summary>
/// <remarks>The unknown is the specialists' wealth over consumption, p_S. Source: He and Krishnamurthy (2013); their baseline calibration is the default.</remarks>
public sealed class HeKrishnamurthy : HjbProblem
{
    /// <summary>m: households contribute at most this much equity per unit of the specialists'.</summary>
    public double Multiplier { get; init; } = 4;

    /// <summary>λ: the fraction of households that hold only debt.</summary>
    public double DebtShare { get; init; } = 0.6;
    public double Growth { get; init; } = 0.02;
    public double Volatility { get; init; } = 0.09;
    public double TimePreference { get; init; } = 0.04;
    public double RiskAversion { get; init; } = 2;

    /// <summary>l: labour income over dividends.</summary>
    public double LabourIncome { get; init; } = 1.84;

    /// <summary>Below this share the equity constraint binds: (1−λ)/(1+m−λ).</summary>
    public double Threshold => (1 - DebtShare) / (1 + Multiplier - DebtShare);

    public override string Name => "he-krishnamurthy";
    public override IReadOnlyList<StateVariable> States { get; } = [new("x", 0.001, 0.999, BoundaryKind.Reflecting, BoundaryKind.Reflecting) { LowerScale = 0.001 }];
    public override IReadOnlyList<Unknown> Unknowns { get; } = [new("pS")];

    /// <summary>Price of risk, riskless rate, volatility of the risky asset, its price over dividends.</summary>
    public override IReadOnlyList<string> Policies { get; } = ["kappa", "r", "sigmaR", "p"];
    public override void Start(ReadOnlySpan<double> state, Span<double> unknowns) => unknowns[0] = 1 / TimePreference;

    /// <summary>A network carries ln p_S, which is nearly linear in ln x where x is small.</summary>
    public override IReadOnlyList<int> Carried { get; } = [0];

    public override void StartCarried(ReadOnlySpan<double> state, Span<double> carried) => carried[0] = -Math.Log(TimePreference);

    public override void Follow<T>(ReadOnlySpan<T> states, Span<T> unknowns) => unknowns[0] = T.Exp(unknowns[0]);

    public override void Equations<T>(Point<T> at)
    {
        var s = Prices(at);
        var (g, pS) = (RiskAversion, at.Value(0));
        at.Drift(0, s.ShareDrift);
        at.Covariance(0, 0, T.Square(s.ShareVolatility));
        var loading = at.Slope(0, 0) / pS * s.ShareVolatility;
        var consumptionVolatility = s.PriceOfRisk / g;
        var consumptionGrowth = (s.Rate - TimePreference) / g + (1 + 1 / g) / (2 * g) * T.Square(s.PriceOfRisk);
        at.Equation(0, 1 + at.Generator(0)
            + pS * (consumptionGrowth + consumptionVolatility * loading - s.Rate - s.PriceOfRisk * (consumptionVolatility + loading)));
    }

    private (T ShareDrift, T ShareVolatility, T PriceOfRisk, T Rate, T ReturnVolatility, T Price) Prices<T>(Point<T> at) where T : struct, IReal<T>
    {
        var (x, g, l, sigma) = (at.State(0), RiskAversion, LabourIncome, Volatility);
        T pS = at.Value(0), slope = at.Slope(0, 0);
        // p = (1 + l)/D, D = x/p_S + (1 − x)ρ.
        var d = x / pS + (1 - x) * TimePreference;
        var dSlope = 1 / pS - x * slope / T.Square(pS) - TimePreference;
        var dCurvature = -2 * slope / T.Square(pS) - x * at.Curvature(0, 0, 0) / T.Square(pS) + 2 * x * T.Square(slope) / (T.Square(pS) * pS);
        var p = (1 + l) / d;
        var (pSlope, pCurvature) = (-dSlope / d, 2 * T.Square(dSlope / d) - dCurvature / d);

        var intermediary = Math.Max(1 / (1 - DebtShare * (1 - x)), 1 / (x * (1 + Multiplier)));
        var households = (1 - intermediary * x) / (1 - x);
        var shareVolatility = x * (intermediary - 1) * sigma / (1 - x * (intermediary - 1) * pSlope);
        var returnVolatility = sigma + pSlope * shareVolatility;
        var priceOfRisk = g * (intermediary * returnVolatility - slope / pS * shareVolatility);
        var shareDrift = x * (1 - x) * ((intermediary - households) * (priceOfRisk * returnVolatility - T.Square(returnVolatility)) - 1 / pS + TimePreference) - x * l / p;
        var rate = 1 / p + Growth + pSlope * shareDrift + 0.5 * (pCurvature * T.Square(shareVolatility)) + sigma * pSlope * shareVolatility - priceOfRisk * returnVolatility;
        return (shareDrift, shareVolatility, priceOfRisk, rate, returnVolatility, p);
    }

    public override void Policy(Point<Real> at, Span<double> policy)
    {
        var s = Prices(at);
        (policy[0], policy[1], policy[2], policy[3]) = (s.PriceOfRisk.Number, s.Rate.Number, s.ReturnVolatility.Number, s.Price.Number);
    }
}
