using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Layers.Allocators;
using LeanDeep.Training.Networks.Allocators;
using static TorchSharp.torch;

namespace LeanDeep.Training.Allocators.Study;

/// <summary>A trained network.</summary>
/// <param name="name">For tables.</param>
/// <param name="network">In evaluation mode.</param>
/// <param name="first">Limits of the first decision.</param>
internal sealed class NetworkWalkRule(string name, ProblemNetwork network, AllocationLimits first) : WalkRule(name)
{
    private double[] _covariance = [];

    public override double[] Covariance => _covariance;

    public override AllocationResults Decide(WindowBatch batch, double[]? held)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var inputs = batch.Inputs.to_type(ScalarType.Float32);
        if (held is not null)
        {
            network.Decide(inputs, tensor(held, [1, held.Length], dtype: ScalarType.Float64), batch.Universe);
            _covariance = network.Problems!.Covariances;
            return network.Results!;
        }
        var problem = network.Pose(inputs);
        var allocator = new ConstrainedAllocator(first);
        allocator.Allocate(problem.Returns, problem.Covariance, problem.RiskAversion, problem.Ridge, universe: batch.Universe);
        _covariance = allocator.Problems!.Covariances;
        return allocator.Results!;
    }
}
