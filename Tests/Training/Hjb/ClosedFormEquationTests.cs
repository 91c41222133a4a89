using LeanDeep.Training.Hjb;
using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Tests.Training.Hjb;

/// <summary>Every closed form satisfies the equations that its problem writes for the solvers.</summary>
public class ClosedFormEquationTests
{
    public static TheoryData<string> Names => new(Problems.Keys);

    private static Dictionary<string, (HjbProblem Problem, double[][] States, double Time)> Problems => new()
    {
        ["merton"] = (new Merton(Cases.Market, 5, 0.05), [[]], 0),
        ["merton with a bequest"] = (new Merton(Cases.Market, 5, 0.05, 10, 0.7), [[]], 7),
        ["epstein-zin 0.5"] = (new MertonRecursive(Cases.Market, new(5, 0.5, 0.05)), [[]], 0),
        ["epstein-zin 1"] = (new MertonRecursive(Cases.Market, new(5, 1, 0.05)), [[]], 0),
        ["epstein-zin 1.5"] = (new MertonRecursive(Cases.Market, new(5, 1.5, 0.05)), [[]], 0),
        ["kim-omberg"] = (new KimOmberg(Cases.Process(), 5, 10), [[0.1], [0.4], [0.9]], 8),
        ["kim-omberg, log utility"] = (new KimOmberg(Cases.Process(), 1, 10), [[0.4]], 8),
        ["distortion"] = (new Distortion(Cases.Process(), 5, 10), [[0.1], [0.4], [0.9]], 8),
        ["wachter"] = (new Wachter(Cases.Process(-1), 5, 0.05, 10), [[0.1], [0.4], [0.9]], 8),
        ["heston"] = (Cases.Heston(5), [[0.01], [0.04], [0.2]], 3),
        ["chacko-viceira"] = (Cases.ChackoViceira, [[5], [28], [40]], 0),
        ["coupled"] = (new VectorSharpe(Cases.Coupled, 3, 5), [[0.5, 0.1], [-0.2, 0.3]], 2),
        ["family of 3"] = (new VectorSharpe(SharpeMarket.Family(3), 5, 5), [[0.5, 0.1, 0.2]], 2),
        ["family of 3, for ever"] = (new VectorSharpe(SharpeMarket.Family(3), 5, null, 0.05), [[0.5, 0.1, 0.2]], 0),
        ["coupled, for ever"] = (new VectorSharpe(Cases.Coupled, 3, null, 0.05), [[0.5, 0.1]], 0),
        ["log trees"] = (Cases.LogTrees, [[0.1], [0.5], [0.8]], 0),
        ["different log trees"] = (new CochraneLongstaffSantaClara(new((0.03, 0.01), (0.2, 0.15), 0.3), 0.05), [[0.1], [0.5], [0.8]], 0),
        ["power trees"] = (Cases.PowerTrees, [[0.1], [0.5], [0.8]], 0),
        ["different power trees"] = (new Martin(new((0.025, 0.015), (0.1, 0.15), 0.3), 3, 0.04), [[0.1], [0.5], [0.8]], 0),
        ["linear-quadratic"] = (new LinearQuadratic(3, 10, 1), [[0, 0.5, 1], [0, 0, 0]], 0.5),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Exact_SatisfiesTheEquation(string name)
    {
        var (problem, states, time) = Problems[name];
        Assert.All(states, state => Assert.InRange(ExactResidual.Of(problem, state, time), 0, 2e-6));
    }

    [Fact]
    public void QuadraticForm_IndependentComponents_RiccatiAgreesWithTheScalars()
    {
        var family = SharpeMarket.Family(4);
        // A trace of coupling sends the same market through the matrix equations.
        var reversion = family.Reversion.ToArray();
        reversion[0, 1] = 1e-13;
        var coupled = new SharpeMarket(0.02, family.Returns.ToArray(), family.Mean.ToArray(), reversion, family.Deviation.ToArray(), family.Correlation.ToArray());
        foreach (var (scalar, matrix) in new[]
        {
            (QuadraticForm.Terminal(family, 5, 5), QuadraticForm.Terminal(coupled, 5, 5)),
            (QuadraticForm.Stationary(family, 5, 0.05), QuadraticForm.Stationary(coupled, 5, 0.05)),
        })
        {
            Assert.InRange((scalar.C - matrix.C).InfinityNorm(), 0, 1e-9);
            Assert.InRange((scalar.B - matrix.B).InfinityNorm(), 0, 1e-9);
            Assert.InRange(Math.Abs(scalar.A - matrix.A), 0, 1e-8);
        }
    }
}
