using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>A loss that reads the portfolio's return of each step.</summary>
public abstract class ReturnLoss : AllocationLoss
{
    private readonly int _steps;

    /// <param name="convention">How returns are measured; null for <see cref="ReturnConvention.Default"/>.</param>
    /// <param name="steps">Steps that the loss needs at least.</param>
    private protected ReturnLoss(ReturnConvention? convention, int steps = 1)
    {
        Convention = (convention ?? ReturnConvention.Default).Checked();
        _steps = steps;
    }

    public ReturnConvention Convention { get; }

    internal sealed override Tensor Evaluate(Tensor weights, Tensor outcomes, Tensor? held)
    {
        var returns = PortfolioReturns.PerStep(weights, outcomes, Convention, held);
        if (returns.shape[1] < _steps)
            throw new ArgumentException($"{this}: expected a horizon of at least {_steps} steps, found {returns.shape[1]}", nameof(outcomes));
        return Evaluate(returns);
    }

    /// <param name="returns">(samples, horizon).</param>
    /// <returns>(samples).</returns>
    private protected abstract Tensor Evaluate(Tensor returns);
}
