using static TorchSharp.torch;

namespace LeanDeep.Training.Losses;

/// <summary>Two losses made one, sample by sample.</summary>
internal sealed class CombinedLoss(AllocationLoss left, AllocationLoss right, string symbol, Func<Tensor, Tensor, Tensor> combine) : AllocationLoss
{
    private readonly AllocationLoss _left = left ?? throw new ArgumentNullException(nameof(left));
    private readonly AllocationLoss _right = right ?? throw new ArgumentNullException(nameof(right));

    public override string ToString() => $"{Part(_left)} {symbol} {Part(_right)}";

    internal override Tensor Evaluate(Tensor weights, Tensor outcomes, Tensor? held) =>
        combine(_left.Evaluate(weights, outcomes, held), _right.Evaluate(weights, outcomes, held));

    private static string Part(AllocationLoss loss) => loss is CombinedLoss ? $"({loss})" : loss.ToString();
}
