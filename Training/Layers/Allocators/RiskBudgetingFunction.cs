using LeanDeep.Models.Portfolio;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Training.Layers.Allocators;

/// <summary>Risk budgeting as a differentiable function: covariances and budgets → weights.</summary>
/// <remarks>Arguments: those two tensors, then the solver and the array that receives each sample's status. Its own derivative has none.</remarks>
internal sealed class RiskBudgetingFunction : autograd.SingleTensorFunction<RiskBudgetingFunction>
{
    public override string Name => nameof(RiskBudgetingFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (covariances, budgets, solver, statuses) = ((Tensor)vars[0], (Tensor)vars[1], (RiskBudgeting)vars[2], (AllocationStatus[])vars[3]);
        using var scope = NewDisposeScope();
        var (samples, names) = ((int)budgets.shape[0], (int)budgets.shape[1]);
        var (matrices, shares, weights) = (Doubles(covariances), Doubles(budgets), new double[samples * names]);
        for (var i = 0; i < samples; i++)
            statuses[i] = solver.Solve(matrices.AsSpan(i * names * names, names * names), shares.AsSpan(i * names, names), weights.AsSpan(i * names, names));
        ctx.save_for_backward([covariances, budgets]);
        ctx.save_data("solver", solver);
        return tensor(weights, [samples, names], dtype: covariances.dtype, device: covariances.device).MoveToOuterDisposeScope();
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var solver = (RiskBudgeting)ctx.get_data("solver");
        var (samples, names) = ((int)grad_output.shape[0], (int)grad_output.shape[1]);
        var (matrices, shares, gradients) = (Doubles(saved[0]), Doubles(saved[1]), Doubles(grad_output));
        var (matrixGradients, shareGradients, weights) = (new double[matrices.Length], new double[shares.Length], new double[names]);
        for (var i = 0; i < samples; i++)
        {
            var matrix = matrices.AsSpan(i * names * names, names * names);
            var share = shares.AsSpan(i * names, names);
            // The solver keeps its last solution alone; a few Newton steps are cheaper than a solver for each sample.
            if (solver.Solve(matrix, share, weights) == AllocationStatus.Optimal)
                solver.Backward(matrix, share, gradients.AsSpan(i * names, names), matrixGradients.AsSpan(i * names * names, names * names), shareGradients.AsSpan(i * names, names));
        }
        var (type, device) = (grad_output.dtype, grad_output.device);
        return
        [
            tensor(matrixGradients, [samples, names, names], dtype: type, device: device).MoveToOuterDisposeScope(),
            tensor(shareGradients, [samples, names], dtype: type, device: device).MoveToOuterDisposeScope(), null!, null!,
        ];
    }

    private static double[] Doubles(Tensor values)
    {
        var exact = values.detach().to(ScalarType.Float64).cpu();
        return (exact.dim() == 3 ? exact.add(exact.transpose(1, 2)).div(2) : exact).contiguous().data<double>().ToArray();
    }
}
