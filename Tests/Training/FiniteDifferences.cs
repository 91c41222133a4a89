using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training;

/// <summary>Compares autograd with central differences, in double.</summary>
internal static class FiniteDifferences
{
    private const double Step = 1e-5;

    /// <param name="run">Inputs to an output of any shape; the scalar differentiated weighs its elements unequally.</param>
    /// <param name="make">The inputs, all float64.</param>
    /// <param name="tolerance">Of |difference| over max(1, |derivative|).</param>
    /// <param name="step">Of the differences; null for 1e-5.</param>
    public static void Check(Func<Tensor[], Tensor> run, Func<Tensor[]> make, double tolerance, double? step = null)
    {
        using var scope = NewDisposeScope();
        var inputs = make();
        foreach (var input in inputs)
            input.requires_grad_();
        var output = run(inputs);
        GoldenTensors.Weighted(output).backward();
        for (var i = 0; i < inputs.Length; i++)
            Check(() => GoldenTensors.Weighted(run(inputs)).item<double>(), inputs[i], inputs[i].grad, tolerance, $"input {i}", step ?? Step);
    }

    /// <summary>Compares one gradient, none being zero, with differences of a scalar.</summary>
    public static void Check(Func<double> value, Tensor at, Tensor? gradient, double tolerance, string what, double step = Step)
    {
        using var quiet = no_grad();
        var flat = at.detach().reshape(-1);
        Assert.True(at.is_contiguous(), $"{what} is not contiguous");
        for (var k = 0; k < flat.numel(); k++)
        {
            using var inner = NewDisposeScope();
            var element = flat.narrow(0, k, 1);
            var before = element.item<double>();
            element.fill_(before + step);
            var above = value();
            element.fill_(before - step);
            var below = value();
            element.fill_(before);
            var expected = (above - below) / (2 * step);
            var found = gradient is null ? 0 : gradient.reshape(-1).narrow(0, k, 1).item<double>();
            Assert.True(Math.Abs(found - expected) <= tolerance * Math.Max(1, Math.Abs(expected)), $"{what}[{k}]: differences {expected:R}, autograd {found:R}");
        }
    }
}
