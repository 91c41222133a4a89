using LeanDeep.Training.Hjb.Neural.Kernels;

namespace LeanDeep.Training.Hjb.Neural;

/// <summary>Divides each residual by the size of its derivatives, so that it counts in units of what the network carries wherever coefficients grow without bound.</summary>
/// <remarks>The divisor stays while the points do: it is that of the first evaluation with derivatives.</remarks>
internal sealed class ResidualBalance(TanhNetwork network, JetChannels channels)
{
    private double[] _factors = [];

    /// <summary>Begins anew, for other points.</summary>
    public void Forget(int rows)
    {
        if (_factors.Length != rows) _factors = new double[rows];
        else Array.Clear(_factors);
    }

    /// <param name="point">Which.</param>
    /// <param name="residuals">(carried) are scaled.</param>
    /// <param name="seeds">(carried × carried × channels) their derivatives, are scaled; empty for none.</param>
    public void Apply(int point, Span<double> residuals, Span<double> seeds)
    {
        for (var e = 0; e < residuals.Length; e++)
        {
            ref var factor = ref _factors[point * residuals.Length + e];
            var own = seeds.IsEmpty ? seeds : seeds.Slice(e * residuals.Length * channels.Count, residuals.Length * channels.Count);
            if (factor == 0) factor = own.IsEmpty ? 1 : 1 / (Size(own) + 1e-12);
            residuals[e] *= factor;
            foreach (ref var seed in own)
                seed *= factor;
        }
    }

    /// <summary>What the residual changes by where values, and their changes over half the domain, change by one.</summary>
    private double Size(ReadOnlySpan<double> seeds)
    {
        var sum = 0.0;
        for (var c = 0; c < seeds.Length; c++)
        {
            var channel = c % channels.Count;
            var scale = 1.0;
            if (channel > 0 && channel <= channels.Inputs) scale = network.Slope(channel - 1);
            else if (channel > channels.Inputs && !channels.Contracted)
                for (int i = 0, at = channels.Inputs + 1; i < channels.States; i++)
                    for (var j = i; j < channels.States; j++, at++)
                        if (at == channel) scale = network.Slope(i) * network.Slope(j);
            sum += Math.Abs(seeds[c]) * scale;
        }
        return sum;
    }
}
