using LeanDeep.Models.Policies.Estimation;
using MathNet.Numerics.LinearAlgebra;

namespace LeanDeep.Tests.Models.Policies.Estimation;

public class AutoregressionTests
{
    /// <summary>Kendall's bias, and what is left of it, over 4,000 short samples.</summary>
    [Fact]
    public void Corrected_ShortSamples_LosesMostOfTheBias()
    {
        var (random, plain, corrected) = (new Random(1), 0.0, 0.0);
        const int Samples = 4000;
        for (var s = 0; s < Samples; s++)
        {
            var estimate = Autoregression.Estimate(Series(random, 0.9, 60));
            plain += (estimate.Slope - 0.9) / Samples;
            corrected += (estimate.Corrected - 0.9) / Samples;
        }
        Assert.Equal(-(1 + 3 * 0.9) / 59, plain, 0.012);
        Assert.True(Math.Abs(corrected) < 0.35 * Math.Abs(plain), $"{plain} {corrected}");
    }

    [Fact]
    public void Reversion_LongSample_IsThatOfTheProcess()
    {
        var estimate = Autoregression.Estimate(Series(new Random(2), Math.Exp(-0.5 / 12), 200_000));
        Assert.Equal(0.5, Autoregression.Reversion(estimate.Corrected, 1 / 12.0), 0.02);
        Assert.Equal(1, estimate.ResidualDeviation, 0.01);
        // σ² = 2κ s²/(1 − φ²).
        Assert.Equal(Math.Sqrt(2 * 0.5 / (1 - Math.Exp(-1 / 12.0))), Autoregression.Deviation(1, 0.5, 1 / 12.0), 1e-12);
        Assert.Equal(Math.Sqrt((1 - 0.96 * 0.96) / 200_000.0), estimate.StandardError, 2e-4);
    }

    [Fact]
    public void Estimate_SharedSlope_IgnoresDifferentMeans()
    {
        var (random, values) = (new Random(3), new double[3 * 3000]);
        for (var i = 0; i < 3; i++)
            foreach (var (x, t) in Series(random, 0.8, 3000).Select((x, t) => (x, t))) values[3 * t + i] = x + 100 * i;
        Assert.Equal(0.8, Autoregression.Estimate(values, 3).Slope, 0.02);
    }

    /// <summary>Stambaugh's bias: returns that nothing predicts, on a predictor that falls with them.</summary>
    [Fact]
    public void PredictiveRegression_Unpredictable_IsUnbiasedAfterCorrection()
    {
        var (random, plain, corrected) = (new Random(4), 0.0, 0.0);
        const int Samples = 4000;
        for (var s = 0; s < Samples; s++)
        {
            var (z, r) = (new double[61], new double[61]);
            for (var t = 1; t < 61; t++)
            {
                var shock = Market.Normal(random);
                r[t] = shock;
                z[t] = 0.95 * z[t - 1] - 0.9 * shock + Math.Sqrt(1 - 0.81) * Market.Normal(random);
            }
            var regression = PredictiveRegression.Estimate(z, r);
            plain += regression.Slope / Samples;
            corrected += regression.Corrected / Samples;
        }
        Assert.InRange(plain, 0.04, 0.12);
        Assert.True(Math.Abs(corrected) < 0.4 * plain, $"{plain} {corrected}");
    }

    [Fact]
    public void VectorAutoregression_LongSample_IsThatOfTheProcess()
    {
        var reversion = Matrix<double>.Build.DenseOfArray(new[,] { { 0.8, 0.3 }, { -0.2, 1.5 } });
        var deviation = Matrix<double>.Build.DenseOfArray(new[,] { { 0.3, 0 }, { 0.1, 0.2 } });
        const double Step = 1 / 48.0;
        var (random, x) = (new Random(5), Vector<double>.Build.Dense(2));
        var values = new List<double>();
        for (var t = 0; t < 100_000; t++)
        {
            for (var sub = 0; sub < 4; sub++)
                x += reversion * (Vector<double>.Build.DenseOfArray([0.4, -0.1]) - x) * Step / 4
                    + deviation * Vector<double>.Build.DenseOfArray([Market.Normal(random), Market.Normal(random)]) * Math.Sqrt(Step / 4);
            values.AddRange(x);
        }
        var estimate = VectorAutoregression.Estimate([.. values], 2);
        var continuous = estimate.ToContinuous(Step)!.Value;
        Assert.True((continuous.Reversion - reversion).Enumerate().All(error => Math.Abs(error) < 0.12), continuous.Reversion.ToString());
        Assert.True((continuous.Covariance - deviation * deviation.Transpose()).Enumerate().All(error => Math.Abs(error) < 0.003), continuous.Covariance.ToString());
        Assert.Equal(0.4, estimate.Mean[0], 0.05);
    }

    [Fact]
    public void VectorAutoregression_OfExactMoments_IsTheProcess()
    {
        var slope = Matrix<double>.Build.DenseOfArray(new[,] { { 0.6, 0.2 }, { -0.1, 0.9 } });
        var known = new VectorAutoregression(slope, Vector<double>.Build.Dense(2), Matrix<double>.Build.DenseIdentity(2), 10).ToContinuous(1)!.Value;
        // e^{−K} by its series is Φ again.
        var (sum, term) = (Matrix<double>.Build.DenseIdentity(2), Matrix<double>.Build.DenseIdentity(2));
        for (var k = 1; k < 40; k++) sum += term = -term * known.Reversion / k;
        Assert.True((sum - slope).FrobeniusNorm() < 1e-10);
        var oscillating = Matrix<double>.Build.DenseOfArray(new[,] { { -0.5, 0 }, { 0, 0.5 } });
        Assert.Null(new VectorAutoregression(oscillating, Vector<double>.Build.Dense(2), Matrix<double>.Build.DenseIdentity(2), 10).ToContinuous(1));
    }

    private static double[] Series(Random random, double slope, int count)
    {
        var values = new double[count];
        values[0] = Market.Normal(random) / Math.Sqrt(1 - slope * slope);
        for (var t = 1; t < count; t++) values[t] = slope * values[t - 1] + Market.Normal(random);
        return values;
    }
}
