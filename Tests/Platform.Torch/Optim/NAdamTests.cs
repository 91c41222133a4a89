using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace LeanDeep.Tests.Platform.Torch.Optim;

/// <summary>
/// NAdam against a plain computation. torch 1.13.1, which the reference file comes from, multiplies the next
/// momentum product by the momentum once too often and keeps the product in float32; torch 2.0 and TorchSharp do
/// neither. With both put in, the plain computation gives the file's values; without, ours.
/// </summary>
public class NAdamTests
{
    public const string Id = "optim_nadam_float64";

    [Fact]
    public void PlainComputation_WithTheDefects_GivesTheReferenceFile()
    {
        var plain = new PlainNAdam(GoldenCase.Find(GoldenCase.Optimizers, Id), asTorch113: true);
        var step = 0;
        foreach (var expected in plain.Golden.Json.GetProperty("steps").EnumerateArray())
        {
            plain.Step();
            Near.Equal(GoldenCase.ToTensor(expected.GetProperty("w")), tensor(plain.Weights), $"w after step {step}");
            Near.Equal(GoldenCase.ToTensor(expected.GetProperty("b")), tensor(new[] { plain.Bias }), $"b after step {step++}");
        }
    }

    [Fact]
    public void Step_ReferenceProblem_GivesThePlainComputation()
    {
        using var scope = NewDisposeScope();
        var plain = new PlainNAdam(GoldenCase.Find(GoldenCase.Optimizers, Id), asTorch113: false);
        var inputs = plain.Golden.Tensors("inputs");
        var (w, b) = (nn.Parameter(inputs["w0"]!), nn.Parameter(inputs["b0"]!));
        using var optimizer = NAdam([w, b], plain.Rate, plain.Beta1, plain.Beta2, plain.Eps, 0, plain.Decay);
        for (var step = 0; step < 10; step++)
        {
            optimizer.zero_grad();
            var residual = 1.5 * inputs["A"]!.matmul(w).tanh() + b - inputs["y"]!;
            (residual.square().mean() + 0.05 * w.pow(4).sum()).backward();
            optimizer.step();
            plain.Step();
            Near.Equal(tensor(plain.Weights), w, $"w after step {step}");
            Near.Equal(tensor(new[] { plain.Bias }), b, $"b after step {step}");
        }
    }

    /// <summary>Dozat's update on the reference objective mean((1.5 tanh(A w) + b − y)²) + 0.05 Σw⁴, in plain doubles.</summary>
    private sealed class PlainNAdam
    {
        private readonly bool _asTorch113;
        private readonly double[] _a;
        private readonly double[] _y;
        private readonly double[] _x;
        private readonly double[] _m;
        private readonly double[] _v;
        private double _product = 1;
        private int _step;

        public PlainNAdam(GoldenCase golden, bool asTorch113)
        {
            Golden = golden;
            _asTorch113 = asTorch113;
            var options = golden.Json.GetProperty("defaults");
            (Rate, Eps, Decay) = (options.GetProperty("lr").GetDouble(), options.GetProperty("eps").GetDouble(), options.GetProperty("momentum_decay").GetDouble());
            (Beta1, Beta2) = (options.GetProperty("betas")[0].GetDouble(), options.GetProperty("betas")[1].GetDouble());
            var inputs = golden.Tensors("inputs");
            (_a, _y) = (Near.Values(inputs["A"]!), Near.Values(inputs["y"]!));
            _x = [.. Near.Values(inputs["w0"]!), .. Near.Values(inputs["b0"]!)];
            (_m, _v) = (new double[_x.Length], new double[_x.Length]);
        }

        public GoldenCase Golden { get; }

        public double Rate { get; }

        public double Beta1 { get; }

        public double Beta2 { get; }

        public double Eps { get; }

        public double Decay { get; }

        public double[] Weights => _x[..^1];

        public double Bias => _x[^1];

        public void Step()
        {
            var gradient = Gradient();
            _step++;
            var (mu, next) = (Momentum(_step), Momentum(_step + 1));
            double productNext;
            if (_asTorch113)
            {
                _product = (float)_product * (float)mu;
                productNext = (float)((float)_product * (float)mu) * (float)next;
            }
            else
            {
                _product *= mu;
                productNext = _product * next;
            }
            for (var i = 0; i < _x.Length; i++)
            {
                _m[i] = Beta1 * _m[i] + (1 - Beta1) * gradient[i];
                _v[i] = Beta2 * _v[i] + (1 - Beta2) * gradient[i] * gradient[i];
                var denominator = Math.Sqrt(_v[i] / (1 - Math.Pow(Beta2, _step))) + Eps;
                _x[i] -= Rate * (1 - mu) / (1 - _product) * gradient[i] / denominator;
                _x[i] -= Rate * next / (1 - productNext) * _m[i] / denominator;
            }
        }

        private double Momentum(int step) => Beta1 * (1 - 0.5 * Math.Pow(0.96, step * Decay));

        private double[] Gradient()
        {
            var result = new double[_x.Length];
            var width = _x.Length - 1;
            for (var row = 0; row < _y.Length; row++)
            {
                var sum = 0.0;
                for (var j = 0; j < width; j++)
                    sum += _a[row * width + j] * _x[j];
                var tanh = Math.Tanh(sum);
                var slope = 2 * (1.5 * tanh + _x[width] - _y[row]) / _y.Length;
                for (var j = 0; j < width; j++)
                    result[j] += slope * 1.5 * (1 - tanh * tanh) * _a[row * width + j];
                result[width] += slope;
            }
            for (var j = 0; j < width; j++)
                result[j] += 0.2 * Math.Pow(_x[j], 3);
            return result;
        }
    }
}
