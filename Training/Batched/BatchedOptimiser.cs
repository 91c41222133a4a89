using LeanDeep.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Batched;

/// <summary>The optimiser of all models; each has its own count of steps and its own norm.</summary>
internal sealed class BatchedOptimiser : IDisposable
{
    private readonly TrainerOptions _options;
    private readonly Device _device;

    public BatchedOptimiser(TrainerOptions options, int models, int parameters, Device device)
    {
        (_options, _device) = (options, device);
        Moments = [.. Enumerable.Range(0, options.Moments).Select(_ => zeros(models, parameters, device: device).DetachFromDisposeScope())];
    }

    /// <summary>(models, parameters) each.</summary>
    public Tensor[] Moments { get; }

    /// <param name="first">Position of the first of some models that follow each other.</param>
    /// <param name="values">(those models, parameters) changed.</param>
    /// <param name="gradient">(those models, parameters) changed.</param>
    /// <param name="rate">η.</param>
    /// <param name="steps">(those models) steps done, this one included.</param>
    public void Step(int first, Tensor values, Tensor gradient, double rate, ReadOnlySpan<long> steps)
    {
        Clip(gradient);
        var moment = Moments.Length > 0 ? Moments[0].narrow(0, first, steps.Length) : gradient;
        switch (_options.Optimiser)
        {
            case Optimiser.Sgd:
                values.sub_(gradient.mul(rate));
                break;
            case Optimiser.Momentum:
                values.sub_(moment.mul_(_options.Momentum).add_(gradient).mul(rate));
                break;
            case Optimiser.Nesterov:
                moment.mul_(_options.Momentum).add_(gradient);
                values.sub_(gradient.add(moment, _options.Momentum).mul(rate));
                break;
            case Optimiser.RmsProp:
                moment.mul_(_options.Smoothing).addcmul_(gradient, gradient, 1 - _options.Smoothing);
                values.sub_(gradient.div(moment.sqrt().add(_options.Epsilon)).mul(rate));
                break;
            case Optimiser.AdaGrad:
                moment.addcmul_(gradient, gradient, 1);
                values.sub_(gradient.div(moment.sqrt().add(_options.Epsilon)).mul(rate));
                break;
            default:
                Adam(values, gradient, moment, Moments[1].narrow(0, first, steps.Length), rate, steps);
                break;
        }
    }

    public void Dispose()
    {
        foreach (var moment in Moments)
            moment.Dispose();
    }

    private void Adam(Tensor values, Tensor gradient, Tensor first, Tensor second, double rate, ReadOnlySpan<long> steps)
    {
        var (sizes, roots) = (new float[steps.Length], new float[steps.Length]);
        for (var model = 0; model < steps.Length; model++)
        {
            sizes[model] = (float)(rate / (1 - Math.Pow(_options.Beta1, steps[model])));
            roots[model] = (float)Math.Sqrt(1 - Math.Pow(_options.Beta2, steps[model]));
        }
        if (_options.Optimiser == Optimiser.AdamW)
            values.mul_(1 - rate * _options.WeightDecay);
        first.mul_(_options.Beta1).add_(gradient, 1 - _options.Beta1);
        second.mul_(_options.Beta2).addcmul_(gradient, gradient, 1 - _options.Beta2);
        var denominator = second.sqrt().div_(PerModel(roots)).add_(_options.Epsilon);
        values.sub_(first.div(denominator).mul_(PerModel(sizes)));
    }

    private void Clip(Tensor gradient)
    {
        if (_options.ClipValue is { } limit)
            gradient.clamp_(-limit, limit);
        if (_options.ClipNorm is { } most)
            gradient.mul_(gradient.square().sum([1], keepdim: true).sqrt_().add_(1e-6).reciprocal_().mul_(most).clamp_max_(1));
    }

    private Tensor PerModel(float[] values) => from_array(values, _device).view(-1, 1);
}
