namespace LeanDeep.Training.Hjb.Shooting;

/// <summary>Risk-neutral experts and households: η is the experts' share of wealth, q the price of capital, θ the value of a unit of the experts' wealth.</summary>
/// <remarks>The experts consume where θ = 1, which reflects η at the free boundary η*, with q′ = θ′ = 0 there; q(0) is the households' price, q′(0) and θ′(0) are
/// infinite. The equations are homogeneous in θ, so that one shot from a steep θ′(0) needs only the q′(0) with which both slopes vanish together.
/// Investment obeys q² = 1 + 2κι. Source: Brunnermeier and Sannikov (2014), with its algorithm.</remarks>
public sealed class BrunnermeierSannikov2014
{
    private const double Steep = -1e10, Tolerance = 1e-8, Resolution = 1e-9, FirstStep = 1e-16;
    private const int MostSteps = 20_000, Halvings = 75;

    public double ExpertProductivity { get; init; } = 0.11;
    public double HouseholdProductivity { get; init; } = 0.05;
    public double ExpertTimePreference { get; init; } = 0.06;
    public double HouseholdTimePreference { get; init; } = 0.05;
    public double Volatility { get; init; } = 0.025;
    public double ExpertDepreciation { get; init; } = 0.03;
    public double HouseholdDepreciation { get; init; } = 0.08;

    /// <summary>κ of the cost of investment.</summary>
    public double AdjustmentCost { get; init; } = 10;

    /// <summary>What stopped a shot.</summary>
    private enum Stop
    {
        PriceFlat,
        ValueFlat,
        Exploded,
    }

    /// <summary>q where households hold all capital for ever.</summary>
    public double HouseholdPrice
    {
        get
        {
            // (a̲ − ι)/q + Φ − δ̲ = r with ι = (q² − 1)/2κ and Φ = (q − 1)/κ: q²/2κ − (δ̲ + r + 1/κ)q + a̲ + 1/2κ = 0.
            var linear = HouseholdDepreciation + HouseholdTimePreference + 1 / AdjustmentCost;
            var discriminant = linear * linear - 2 / AdjustmentCost * (HouseholdProductivity + 0.5 / AdjustmentCost);
            Require.Solvable(discriminant > 0, "a finite price in the households' hands", discriminant);
            return AdjustmentCost * (linear - Math.Sqrt(discriminant));
        }
    }

    /// <summary>Shoots.</summary>
    /// <exception cref="ArgumentException">A parameter is out of its range, or there is no solution.</exception>
    public ShootingSolution Solve(CancellationToken cancellation = default)
    {
        Require.Solvable(ExpertProductivity > HouseholdProductivity, "experts more productive than households, a − a̲ > 0", ExpertProductivity - HouseholdProductivity);
        Require.Solvable(ExpertTimePreference > HouseholdTimePreference, "experts less patient than households, ρ − r > 0", ExpertTimePreference - HouseholdTimePreference);
        Require.Positive(Volatility);
        Require.Positive(AdjustmentCost);
        var start = HouseholdPrice;
        double low = 0, high = 1e15;
        List<double[]> best = [];
        var flat = double.PositiveInfinity;
        for (var halving = 0; halving < Halvings; halving++)
        {
            cancellation.ThrowIfCancellationRequested();
            var middle = 0.5 * (low + high);
            if (middle == low || middle == high) break;
            var path = new List<double[]>();
            var stop = Shoot(start, middle, path);
            if (stop == Stop.PriceFlat) low = middle;
            else high = middle;
            if (stop == Stop.Exploded) continue;
            // Both slopes, of q and of ln θ, small at the end.
            var end = path[^1];
            var slopes = Math.Abs(end[2]) + Math.Abs(end[4] / end[3]);
            if (slopes < flat) (flat, best) = (slopes, path);
        }
        if (best.Count == 0) throw new ArgumentException("no solution: expected a shot whose slopes vanish, found none");
        var scale = 1 / best[^1][3];
        return new([.. best.Select(point => point[0])], [.. best.Select(point => point[1])], [.. best.Select(point => scale * point[3])], [.. best.Select(point => point[5])]) { Mismatch = flat };
    }

    /// <summary>Integrates upward until a slope vanishes.</summary>
    /// <param name="start">q(0).</param>
    /// <param name="slope">q′(0).</param>
    /// <param name="path">Receives η, q, q′, θ, θ′, ψ.</param>
    private Stop Shoot(double start, double slope, List<double[]> path)
    {
        var method = new DormandPrince(4, Derivative);
        double[] y = [start, slope, 1, Steep];
        var (eta, step) = (0.0, FirstStep);
        for (var count = 0; count < MostSteps && eta < 1; count++)
        {
            var error = method.Try(eta, y, step, Tolerance);
            if (error <= 1)
            {
                var (price, value) = (method.Next[1] <= 0, method.Next[3] >= 0);
                if (price || value)
                {
                    if (step <= Resolution * eta) return price ? Stop.PriceFlat : Stop.ValueFlat;
                    step /= 4;
                    continue;
                }
                eta += step;
                method.Next.CopyTo(y, 0);
                path.Add([eta, .. y, Share(eta, y)]);
            }
            step *= Math.Clamp(0.9 * Math.Pow(error + 1e-30, -0.2), 0.1, 5);
            if (step < 1e-22) break;
        }
        return Stop.Exploded;
    }

    /// <summary>The experts' share of capital: all, or where the premium pays for the risk, (a−a̲)/q + δ̲ − δ + σ_θ(σ + σ_q) = 0.</summary>
    private double Share(double eta, double[] y)
    {
        var (q, slope, valueSlope) = (y[0], y[1], y[3] / y[2]);
        var gap = (ExpertProductivity - HouseholdProductivity) / q + HouseholdDepreciation - ExpertDepreciation;
        double Premium(double psi)
        {
            var risk = Volatility / (1 - (psi - eta) * slope / q);
            return gap + valueSlope * (psi - eta) * risk * risk;
        }
        var (low, high) = (eta, slope > 0 ? Math.Min(1, eta + q / slope * (1 - 1e-12)) : 1);
        if (Premium(high) > 0) return high;
        for (var halving = 0; halving < 60; halving++)
        {
            var middle = 0.5 * (low + high);
            if (Premium(middle) > 0) low = middle;
            else high = middle;
        }
        return low;
    }

    private void Derivative(double eta, double[] y, double[] derivative)
    {
        var (q, slope, value, valueSlope) = (y[0], y[1], y[2], y[3]);
        var psi = Share(eta, y);
        var risk = Volatility / (1 - (psi - eta) * slope / q);
        var (shareVolatility, investment) = ((psi - eta) * risk, (q * q - 1) / (2 * AdjustmentCost));
        var valueVolatility = valueSlope / value * shareVolatility;
        var yield = (ExpertProductivity - investment) / q;
        var shareDrift = -shareVolatility * (risk + valueVolatility) + eta * (yield + (1 - psi) * (HouseholdDepreciation - ExpertDepreciation));
        var growth = HouseholdTimePreference - yield - (q - 1) / AdjustmentCost + ExpertDepreciation - Volatility * (risk - Volatility) - valueVolatility * risk;
        var half = 2 / (shareVolatility * shareVolatility);
        (derivative[0], derivative[1]) = (slope, half * (growth * q - slope * shareDrift));
        (derivative[2], derivative[3]) = (valueSlope, half * ((ExpertTimePreference - HouseholdTimePreference) * value - valueSlope * shareDrift));
    }
}
