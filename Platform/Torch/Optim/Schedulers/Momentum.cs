using static TorchSharp.torch.optim;

namespace TorchSharp;

/// <summary>Momentum by the name that each optimizer gives it: momentum, or the first beta.</summary>
internal static class Momentum
{
    public static void Set(Optimizer optimizer, Func<int, double> ofGroup)
    {
        var i = 0;
        foreach (var group in optimizer.ParamGroups)
        {
            var value = ofGroup(i++);
            if (group is IBetas betas)
                betas.Betas = (value, betas.Betas.Item2);
            else if (group is IMomentum momentum)
                momentum.Momentum = value;
        }
    }
}
