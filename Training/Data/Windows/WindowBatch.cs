using static TorchSharp.torch;

namespace LeanDeep.Training.Data.Windows;

/// <summary>Some decisions: what was known, what came, and which names could be bought.</summary>
/// <param name="Inputs">(samples, channels, lookback, assets).</param>
/// <param name="Outcomes">(samples, channels, horizon, assets); after a name's last bar its returns are 0.</param>
/// <param name="Universe">(samples, assets) bool: the name trades on the session of the decision and its returns are defined throughout the lookback.</param>
/// <param name="Samples">Indices into the dataset.</param>
/// <param name="Assets">Indices into its names.</param>
public sealed record WindowBatch(Tensor Inputs, Tensor Outcomes, Tensor Universe, IReadOnlyList<int> Samples, IReadOnlyList<int> Assets) : IDisposable
{
    public int Lookback => (int)Inputs.shape[2];

    public int Horizon => (int)Outcomes.shape[2];

    public void Dispose()
    {
        Inputs.Dispose();
        Outcomes.Dispose();
        Universe.Dispose();
    }
}
