using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LeanDeep.Training.DataParallel;

/// <summary>The mean over workers of the gradients of libtorch's parameters, summed in double precision.</summary>
/// <param name="workers">Who takes part.</param>
/// <param name="parameters">The same on each.</param>
internal sealed class GradientAverage(WorkerGroup workers, IEnumerable<Parameter> parameters)
{
    private readonly Parameter[] _parameters = [.. parameters];
    private readonly double[] _values = new double[parameters.Sum(parameter => parameter.numel())];

    /// <summary>Replaces the gradients; an absent one counts as zero.</summary>
    public void Apply()
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var offset = 0;
        foreach (var parameter in _parameters)
        {
            var values = _values.AsSpan(offset, (int)parameter.numel());
            if (parameter.grad is { } gradient)
                gradient.to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray().CopyTo(values);
            else
                values.Clear();
            offset += values.Length;
        }
        workers.Average(_values);
        offset = 0;
        foreach (var parameter in _parameters)
        {
            var length = (int)parameter.numel();
            var mean = tensor(_values[offset..(offset + length)], parameter.shape).to(parameter.dtype).to(parameter.device);
            if (parameter.grad is { } gradient)
                gradient.copy_(mean);
            else
                parameter.grad = mean.DetachFromDisposeScope();
            offset += length;
        }
    }
}
