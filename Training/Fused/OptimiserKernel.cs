using System.Runtime.CompilerServices;
using LeanDeep.Training.Loop;

namespace LeanDeep.Training.Fused;

/// <summary>Penalties, clipping and the optimisers' steps over all parameters at once.</summary>
internal static unsafe class OptimiserKernel<TLanes, TVector> where TLanes : struct, ILanes<TVector> where TVector : struct
{
    /// <summary>Adds the derivatives of λ₁ Σ|w| + λ₂ Σw² to the gradient and gives that value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Penalise(FusedNetwork network, double l1, double l2)
    {
        float* w = network.Parameters, g = network.Gradients;
        TVector sizes = default, squares = default, zero = default;
        var (up, down, twice) = (TLanes.Create((float)l1), TLanes.Create((float)-l1), TLanes.Create((float)(2 * l2)));
        for (nint i = 0; i < network.WeightCount; i += TLanes.Width)
        {
            var weight = TLanes.Load(w + i);
            sizes = TLanes.Add(sizes, TLanes.Absolute(weight));
            squares = TLanes.FusedMultiplyAdd(weight, weight, squares);
            var sign = TLanes.SelectGreater(weight, zero, up, TLanes.SelectGreater(zero, weight, down, zero));
            TLanes.Store(TLanes.Add(TLanes.FusedMultiplyAdd(twice, weight, TLanes.Load(g + i)), sign), g + i);
        }
        return l1 * TLanes.Sum(sizes) + l2 * TLanes.Sum(squares);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clip(FusedNetwork network, double? value, double? norm)
    {
        var g = network.Gradients;
        if (value is { } limit)
        {
            var (least, most) = (TLanes.Create((float)-limit), TLanes.Create((float)limit));
            for (nint i = 0; i < network.ParameterCount; i += TLanes.Width)
                TLanes.Store(TLanes.Maximum(least, TLanes.Minimum(most, TLanes.Load(g + i))), g + i);
        }
        if (norm is not { } largest)
            return;
        TVector squares = default;
        for (nint i = 0; i < network.ParameterCount; i += TLanes.Width)
            squares = TLanes.FusedMultiplyAdd(TLanes.Load(g + i), TLanes.Load(g + i), squares);
        var factor = largest / (Math.Sqrt(TLanes.Sum(squares)) + 1e-6);
        if (!(factor < 1))
            return;
        var factors = TLanes.Create((float)factor);
        for (nint i = 0; i < network.ParameterCount; i += TLanes.Width)
            TLanes.Store(TLanes.Multiply(TLanes.Load(g + i), factors), g + i);
    }

    /// <param name="network">Parameters, gradients and moments.</param>
    /// <param name="options">Which optimiser.</param>
    /// <param name="rate">η.</param>
    /// <param name="step">Steps done, this one included.</param>
    public static void Step(FusedNetwork network, TrainerOptions options, double rate, long step)
    {
        var first = network.Moments.Length > 0 ? (float*)network.Moments[0] : null;
        switch (options.Optimiser)
        {
            case Optimiser.Sgd:
                Descend(network, (float)rate);
                break;
            case Optimiser.Momentum or Optimiser.Nesterov:
                Momentum(network, first, (float)rate, (float)options.Momentum, options.Optimiser == Optimiser.Nesterov);
                break;
            case Optimiser.RmsProp:
                Scaled(network, first, (float)rate, (float)options.Smoothing, (float)(1 - options.Smoothing), (float)options.Epsilon);
                break;
            case Optimiser.AdaGrad:
                Scaled(network, first, (float)rate, 1, 1, (float)options.Epsilon);
                break;
            default:
                var decay = options.Optimiser == Optimiser.AdamW ? 1 - rate * options.WeightDecay : 1;
                Adam(
                    network, options, first, (float*)network.Moments[1], (float)decay, (float)(rate / (1 - Math.Pow(options.Beta1, step))),
                    (float)Math.Sqrt(1 - Math.Pow(options.Beta2, step)));
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Descend(FusedNetwork network, float rate)
    {
        float* w = network.Parameters, g = network.Gradients;
        var down = TLanes.Create(-rate);
        for (nint i = 0; i < network.ParameterCount; i += TLanes.Width)
            TLanes.Store(TLanes.FusedMultiplyAdd(down, TLanes.Load(g + i), TLanes.Load(w + i)), w + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Momentum(FusedNetwork network, float* m, float rate, float momentum, bool ahead)
    {
        float* w = network.Parameters, g = network.Gradients;
        var (down, keep) = (TLanes.Create(-rate), TLanes.Create(momentum));
        for (nint i = 0; i < network.ParameterCount; i += TLanes.Width)
        {
            var gradient = TLanes.Load(g + i);
            var moment = TLanes.FusedMultiplyAdd(keep, TLanes.Load(m + i), gradient);
            TLanes.Store(moment, m + i);
            TLanes.Store(TLanes.FusedMultiplyAdd(down, ahead ? TLanes.FusedMultiplyAdd(keep, moment, gradient) : moment, TLanes.Load(w + i)), w + i);
        }
    }

    /// <summary>RMSProp and AdaGrad: v = keep · v + share · g², θ −= η g/(√v + ε).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scaled(FusedNetwork network, float* v, float rate, float keep, float share, float epsilon)
    {
        float* w = network.Parameters, g = network.Gradients;
        var (down, keeps, shares, least) = (TLanes.Create(-rate), TLanes.Create(keep), TLanes.Create(share), TLanes.Create(epsilon));
        for (nint i = 0; i < network.ParameterCount; i += TLanes.Width)
        {
            var gradient = TLanes.Load(g + i);
            var second = TLanes.FusedMultiplyAdd(TLanes.Multiply(shares, gradient), gradient, TLanes.Multiply(keeps, TLanes.Load(v + i)));
            TLanes.Store(second, v + i);
            var direction = TLanes.Divide(gradient, TLanes.Add(TLanes.SquareRoot(second), least));
            TLanes.Store(TLanes.FusedMultiplyAdd(down, direction, TLanes.Load(w + i)), w + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Adam(FusedNetwork network, TrainerOptions options, float* m, float* v, float decay, float rate, float root)
    {
        float* w = network.Parameters, g = network.Gradients;
        var (keepFirst, shareFirst) = (TLanes.Create((float)options.Beta1), TLanes.Create((float)(1 - options.Beta1)));
        var (keepSecond, shareSecond) = (TLanes.Create((float)options.Beta2), TLanes.Create((float)(1 - options.Beta2)));
        var (decays, down, roots, least) = (TLanes.Create(decay), TLanes.Create(-rate), TLanes.Create(1 / root), TLanes.Create((float)options.Epsilon));
        for (nint i = 0; i < network.ParameterCount; i += TLanes.Width)
        {
            var gradient = TLanes.Load(g + i);
            var first = TLanes.FusedMultiplyAdd(shareFirst, gradient, TLanes.Multiply(keepFirst, TLanes.Load(m + i)));
            var second = TLanes.FusedMultiplyAdd(TLanes.Multiply(shareSecond, gradient), gradient, TLanes.Multiply(keepSecond, TLanes.Load(v + i)));
            TLanes.Store(first, m + i);
            TLanes.Store(second, v + i);
            var direction = TLanes.Divide(first, TLanes.FusedMultiplyAdd(TLanes.SquareRoot(second), roots, least));
            TLanes.Store(TLanes.FusedMultiplyAdd(down, direction, TLanes.Multiply(decays, TLanes.Load(w + i))), w + i);
        }
    }
}
