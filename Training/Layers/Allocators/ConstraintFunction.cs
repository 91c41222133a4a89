using LeanDeep.Models.Portfolio;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>The allocation solver as a differentiable function: returns, covariances, risk aversions, ridges and held weights → weights.</summary>
/// <remarks>Arguments: those five tensors, then solver, problems (limits filled in) and results. Its own derivative has none.</remarks>
internal sealed class ConstraintFunction : autograd.SingleTensorFunction<ConstraintFunction>
{
    public override string Name => nameof(ConstraintFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (solver, problems, results) = ((AllocationSolver)vars[5], (AllocationProblems)vars[6], (AllocationResults)vars[7]);
        var returns = (Tensor)vars[0];
        using var scope = NewDisposeScope();
        foreach (var (tensor, array) in vars.Take(5).Cast<Tensor>().Zip(Inputs(problems)))
            Symmetric(tensor.detach().to(ScalarType.Float64).cpu()).contiguous().data<double>().CopyTo(array);
        solver.Solve(problems, results);
        ctx.save_data("solver", solver);
        ctx.save_data("problems", problems);
        ctx.save_data("results", results);
        ctx.save_data(nameof(Tensor.dtype), returns.dtype);
        ctx.save_data(nameof(Tensor.device), returns.device);
        return tensor(results.Weights, [problems.Samples, problems.Names], dtype: returns.dtype, device: returns.device).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        var (type, device) = ((ScalarType)ctx.get_data(nameof(Tensor.dtype)), (Device)ctx.get_data(nameof(Tensor.device)));
        var (solver, problems, results) = ((AllocationSolver)ctx.get_data("solver"), (AllocationProblems)ctx.get_data("problems"), (AllocationResults)ctx.get_data("results"));
        var gradients = new AllocationGradients(problems);
        using (var scope = NewDisposeScope())
            solver.Backward(problems, results, grad_output.to(ScalarType.Float64).cpu().contiguous().data<double>().ToArray(), gradients);
        var (samples, names) = (problems.Samples, problems.Names);
        return
        [
            Gradient(gradients.Returns, samples, names), Gradient(gradients.Covariances, samples, names, names), Gradient(gradients.RiskAversions, samples),
            Gradient(gradients.Ridges, samples), Gradient(gradients.Held, samples, names), null!, null!, null!,
        ];

        Tensor Gradient(double[] values, params long[] shape) => tensor(values, shape, dtype: type, device: device);
    }

    // Products in single precision are symmetric to its rounding alone, the solver asks for more.
    private static Tensor Symmetric(Tensor values) => values.dim() == 3 ? values.add(values.transpose(1, 2)).div(2) : values;

    private static double[][] Inputs(AllocationProblems problems) => [problems.Returns, problems.Covariances, problems.RiskAversions, problems.Ridges, problems.Held];
}
