using LeanDeep.Training.Hjb.Problems;
using MathNet.Numerics.LinearAlgebra;

namespace LeanDeep.Tests.Training.Hjb;

/// <summary>Closed forms against values found by other means: numerical integration of their equations in arbitrary precision or Monte Carlo.</summary>
public class ClosedFormTests
{
    /// <summary>Half a unit of the last digit given.</summary>
    private static void Near(double expected, double found, double tolerance = 5.1e-9) =>
        Assert.True(Math.Abs(expected - found) <= tolerance, $"expected {expected:R}, found {found:R}");

    [Theory]
    [InlineData(2, 0.625, 0.0478125, 437.438592)]
    [InlineData(5, 0.25, 0.039, 11083501.0)]
    public void Merton_PowerUtility(double gamma, double weight, double ratio, double value)
    {
        var merton = new Merton(Cases.Market, gamma, timePreference: 0.05);
        Near(weight, merton.Weights[0], 1e-14);
        Near(ratio, merton.ConsumptionRatio, 1e-14);
        Near(1, merton.Value(0) / value, 5e-9);
    }

    [Theory]
    [InlineData(0.5, 0.043125, 522452.910)]
    [InlineData(1.0, 0.05, 480666.564)]
    [InlineData(1.5, 0.056875, 448467.758)]
    public void MertonRecursive_EpsteinZin(double psi, double ratio, double value)
    {
        var merton = new MertonRecursive(Cases.Market, new(5, psi, 0.05));
        Near(ratio, merton.ConsumptionRatio, 1e-14);
        Near(1, Math.Exp(merton.LogValue) / value, 2e-9);
    }

    [Fact]
    public void MertonRecursive_SubstitutionTheInverseOfRiskAversion_IsPowerUtilityUpToTheAggregatorsScale()
    {
        var power = new Merton(Cases.Market, 5, 0.05);
        var recursive = new MertonRecursive(Cases.Market, new(5, 0.2, 0.05));
        Near(power.ConsumptionRatio, recursive.ConsumptionRatio, 1e-15);
        Near(Math.Log(0.05 * power.Value(0)), recursive.LogValue, 1e-12);
    }

    [Fact]
    public void MertonRecursive_SubstitutionGoesToOne_IsContinuous()
    {
        var limit = new MertonRecursive(Cases.Market, new(5, 1, 0.05));
        var close = new MertonRecursive(Cases.Market, new(5, 1 + 1e-6, 0.05));
        Near(limit.LogValue, close.LogValue, 1e-5);
        Near(limit.ConsumptionRatio, close.ConsumptionRatio, 1e-7);
    }

    [Theory]
    [InlineData(1, 0, 0.97647024)]
    [InlineData(10, 0, 7.94886904)]
    [InlineData(10, 1, 8.56881374)]
    [InlineData(30, 0, 15.93172847)]
    public void Merton_Horizon_WealthRatio(double horizon, double bequest, double ratio) =>
        Near(ratio, new Merton(Cases.Market, 2, 0.05, horizon, bequest).WealthRatio(horizon));

    [Theory]
    [InlineData(5, 1, -0.70662261, -0.03524160, -0.08858118, 0.50095834)]
    [InlineData(5, 5, -2.15968920, -0.50804332, -0.63200912, 0.68834116)]
    [InlineData(5, 10, -2.60078953, -1.04691696, -1.64385711, 0.81550805)]
    [InlineData(5, 30, -2.69675964, -1.52786574, -6.73192515, 0.90783459)]
    public void KimOmberg_Coefficients(double gamma, double horizon, double c, double b, double a, double weight)
    {
        var problem = new KimOmberg(Cases.Process(), gamma, horizon);
        var exact = problem.Exact(horizon);
        Near(c, exact.C);
        Near(b, exact.B);
        Near(a, exact.A);
        Near(weight, problem.Weight(0.4, exact.Slope(0.4)));
    }

    [Fact]
    public void KimOmberg_LessRiskAverse_HoldsMore()
    {
        var problem = new KimOmberg(Cases.Process(), 2, 10);
        Near(1.56116547, problem.Weight(0.4, problem.Exact(10).Slope(0.4)));
    }

    [Fact]
    public void KimOmberg_MonthlyUnits()
    {
        var problem = new KimOmberg(new(0.0014, 0.0436, 0.0788, 0.0226, 0.0189, -0.935), 5, 120);
        var exact = problem.Exact(120);
        Near(-35.85486142, exact.C);
        Near(-3.24059258, exact.B);
        Near(-1.50353649, exact.A);
        Near(0.853186, problem.Weight(0.0788, exact.Slope(0.0788)), 5.1e-7);
        Near(0.361468, problem.Weight(0.0788, 0), 5.1e-7);
    }

    [Fact]
    public void VectorSharpe_Coupled()
    {
        var problem = new VectorSharpe(Cases.Coupled, 3, horizon: 5);
        var (c, b, a) = problem.Solution;
        Near(-1.31747508, c[0, 0]);
        Near(0.11409428, c[0, 1]);
        Near(0.11409428, c[1, 0]);
        Near(-0.92035643, c[1, 1]);
        Near(-0.3207746, b[0], 5.1e-8);
        Near(-0.04584691, b[1]);
        Near(-0.41782303, a);
        var x = Vector<double>.Build.DenseOfArray([0.5, 0.1]);
        var weights = problem.Weights(x, problem.Solution.Slope(x));
        Near(1.13530517, weights[0]);
        Near(0.14369265, weights[1]);
        Near(-0.74637647, problem.Solution.At(x));
        var mean = problem.Weights(problem.Market.Mean, problem.Solution.Slope(problem.Market.Mean));
        Near(0.6395836, mean[0], 5.1e-8);
        Near(0.33273106, mean[1]);
    }

    [Theory]
    [InlineData(2, 5, -1.50389792, -1.30803244, double.NaN, 0.72106777, 0.16504174, double.NaN)]
    [InlineData(10, 5, -1.62151640, -1.35572054, -2.08864590, 0.18619671, 0.14133283, 1.56536911)]
    [InlineData(100, 5, -1.49318845, -1.25284190, -1.91769300, 0.04461702, 0.04080827, 4.31881068)]
    [InlineData(2, 0, 6.80927687, 7.17744747, double.NaN, 1.08159977, 0.16411623, double.NaN)]
    [InlineData(10, 0, 8.16019864, 8.47505120, 7.64409731, 0.23269911, 0.14051897, 1.63813469)]
    [InlineData(100, 0, 9.23639724, 9.49522392, 8.79859158, 0.04641148, 0.04076689, 4.33922241)]
    public void VectorSharpe_Family(int dimension, double horizon, double mean, double zero, double twice, double first, double last, double sum)
    {
        var problem = new VectorSharpe(SharpeMarket.Family(dimension), 5, horizon == 0 ? null : horizon, timePreference: 0.05);
        var (solution, x) = (problem.Solution, problem.Market.Mean);
        var weights = problem.Weights(x, solution.Slope(x));
        Near(mean, solution.At(x));
        Near(zero, solution.At(0 * x));
        if (!double.IsNaN(twice)) Near(twice, solution.At(2 * x));
        Near(first, weights[0]);
        Near(last, weights[^1]);
        if (!double.IsNaN(sum)) Near(sum, weights.Sum());
    }

    [Fact]
    public void VectorSharpe_MyopicSum() =>
        Near(1.24656965, new VectorSharpe(SharpeMarket.Family(10), 5, 5) is var p ? p.Weights(p.Market.Mean, 0 * p.Market.Mean).Sum() : 0);

    [Theory]
    [InlineData(5, 10, 7.61189211, 0.75781007)]
    [InlineData(5, 30, 12.46134161, 0.96040452)]
    [InlineData(2, 10, 7.13905174, 1.46984920)]
    public void Wachter_WealthRatioAndWeight(double gamma, double horizon, double ratio, double weight)
    {
        var problem = new Wachter(Cases.Process(correlation: -1), gamma, 0.05, horizon);
        var (value, slope) = problem.Exact(0.4, horizon);
        Near(ratio, value);
        Near(weight, problem.RiskyWeight(0.4, value, slope));
    }

    [Theory]
    [InlineData(1, -0.92364295, -0.15640104, 0.55172400)]
    [InlineData(5, -1.00447369, -0.95472475, 0.55625053)]
    public void Heston_Coefficients(double horizon, double d, double a, double weight)
    {
        var exact = Cases.Heston(horizon).Exact(horizon);
        Near(d, exact.D);
        Near(a, exact.A);
        Near(weight, Cases.Heston(horizon).Weight(exact.D), 6e-9);
    }

    [Fact]
    public void ChackoViceira_Coefficients()
    {
        Near(-0.00588486, Cases.ChackoViceira.Slope);
        Near(9.75080885, Cases.ChackoViceira.Constant);
        Near(0.55236499, Cases.ChackoViceira.Weight(27.9345, Cases.ChackoViceira.Slope));
    }

    [Theory]
    [InlineData(0.05, 45.77438157, 0.09154876)]
    [InlineData(0.1, 38.44976840, 0.15379907)]
    [InlineData(0.25, 29.95259515, 0.29952595)]
    [InlineData(0.5, 25, 0.5)]
    [InlineData(0.75, 23.34913495, 0.70047405)]
    [InlineData(0.9, 23.50558129, 0.84620093)]
    [InlineData(0.95, 23.90661150, 0.90845124)]
    public void CochraneLongstaffSantaClara_PriceOverDividend(double share, double ratio, double weight)
    {
        Near(ratio, Cases.LogTrees.Exact(share) / share);
        Near(weight, 0.04 * Cases.LogTrees.Exact(share));
    }

    [Theory]
    [InlineData(0.1, 24.51551355)]
    [InlineData(0.3, 15.77193487)]
    [InlineData(0.5, 13.57555179)]
    [InlineData(0.7, 13.52738504)]
    [InlineData(0.9, 16.08099435)]
    public void Martin_PriceOverDividend(double share, double ratio) => Near(ratio, Cases.PowerTrees.Exact(share));

    [Theory]
    [InlineData(1, 4.59016172, 4.70761078, 4.99610748)]
    [InlineData(2, 4.57996197, double.NaN, double.NaN)]
    [InlineData(5, 4.54850525, double.NaN, double.NaN)]
    [InlineData(10, 4.49292949, 4.61136532, 4.90919431)]
    [InlineData(20, 4.36713903, double.NaN, double.NaN)]
    [InlineData(50, 3.72417592, double.NaN, double.NaN)]
    public void LinearQuadratic_HundredDimensions(double lambda, double origin, double half, double one)
    {
        var problem = new LinearQuadratic(100, lambda, 1);
        Near(origin, problem.Exact(0, 1));
        if (double.IsNaN(half)) return;
        Near(half, problem.Exact(25, 1));
        Near(one, problem.Exact(100, 1));
    }

    [Theory]
    [InlineData(1, -0.08735381, 0.11696601)]
    [InlineData(2, 0.39981701, 0.64773826)]
    [InlineData(5, 1.35632052, 1.54089708)]
    [InlineData(10, 2.15702246, 2.25934905)]
    [InlineData(20, 2.92101474, 2.97225354)]
    [InlineData(50, 3.88200668, 3.90225017)]
    [InlineData(100, 4.59016172, 4.60022566)]
    [InlineData(200, 5.29081474, 5.29583107)]
    [InlineData(500, 6.21160763, 6.21361028)]
    [InlineData(1000, 6.90625516, 6.90725582)]
    public void LinearQuadratic_ManyDimensions(int dimension, double value, double uncontrolled)
    {
        Near(value, new LinearQuadratic(dimension, 1, 1).Exact(0, 1));
        Near(uncontrolled, new LinearQuadratic(dimension, 1, 1).Uncontrolled(0, 1), 6e-9);
    }
}
