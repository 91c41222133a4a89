using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>What is bad about weights, seen what came: lower is better. Losses add, multiply and divide, with each other and with numbers.</summary>
public abstract class AllocationLoss
{
    /// <param name="weights">(samples, assets) fractions of equity.</param>
    /// <param name="outcomes">(samples, channels, horizon, assets) what came after the weights were chosen.</param>
    /// <param name="held">(samples, assets) weights held before the trade, for losses with costs.</param>
    /// <returns>(samples).</returns>
    /// <exception cref="ArgumentException">Shapes do not fit, the horizon is too short for the loss, or held weights are needed and missing.</exception>
    public Tensor PerSample(Tensor weights, Tensor outcomes, Tensor? held = null)
    {
        using var scope = NewDisposeScope();
        return Evaluate(weights, outcomes, held).MoveToOuterDisposeScope();
    }

    /// <summary>Mean over the samples, a scalar.</summary>
    /// <inheritdoc cref="PerSample"/>
    public Tensor Mean(Tensor weights, Tensor outcomes, Tensor? held = null)
    {
        using var scope = NewDisposeScope();
        return Evaluate(weights, outcomes, held).mean().MoveToOuterDisposeScope();
    }

    /// <summary>The loss to a power, sample by sample.</summary>
    public AllocationLoss Power(double exponent) => new CombinedLoss(this, new ConstantLoss(exponent), "^", (loss, _) => loss.pow(exponent));

    public static AllocationLoss operator +(AllocationLoss left, AllocationLoss right) => new CombinedLoss(left, right, "+", (a, b) => a.add(b));
    public static AllocationLoss operator +(AllocationLoss left, double right) => left + new ConstantLoss(right);
    public static AllocationLoss operator +(double left, AllocationLoss right) => new ConstantLoss(left) + right;
    public static AllocationLoss operator *(AllocationLoss left, AllocationLoss right) => new CombinedLoss(left, right, "×", (a, b) => a.mul(b));
    public static AllocationLoss operator *(AllocationLoss left, double right) => left * new ConstantLoss(right);
    public static AllocationLoss operator *(double left, AllocationLoss right) => new ConstantLoss(left) * right;
    public static AllocationLoss operator /(AllocationLoss left, AllocationLoss right) => new CombinedLoss(left, right, "÷", (a, b) => a.div(b));
    public static AllocationLoss operator /(AllocationLoss left, double right) => left / new ConstantLoss(right);
    public static AllocationLoss operator /(double left, AllocationLoss right) => new ConstantLoss(left) / right;

    /// <summary>The loss's name, for tables.</summary>
    public override string ToString() => GetType().Name.Replace("Loss", "", StringComparison.Ordinal);

    /// <summary>(samples); what it makes is disposed by the caller.</summary>
    internal abstract Tensor Evaluate(Tensor weights, Tensor outcomes, Tensor? held);
}
