using System.Runtime.Intrinsics;

namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>The precision of a pass, by its IEEE 754 name: double or float.</summary>
public enum JetPrecision
{
    Binary64,
    Binary32,
}

/// <summary>Values and derivatives of a tanh network at many points, and the exact gradient of losses and residuals of them with respect to the parameters.</summary>
/// <remarks>One pass carries all channels of a block of points through the layers in cache; the reverse pass follows while they are there. Nothing is
/// allocated after construction. Not for use by two threads at once.</remarks>
public abstract class JetPass
{
    /// <param name="network">Its sizes and scaling; parameters are given by <see cref="Load"/>.</param>
    /// <param name="channels">Which derivatives.</param>
    /// <param name="precision">Of all arithmetic.</param>
    /// <exception cref="ArgumentException">The channels do not fit the network.</exception>
    public static JetPass Create(TanhNetwork network, JetChannels channels, JetPrecision precision)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(channels);
        if (channels.Inputs != network.Inputs.Count || channels.States > channels.Inputs)
            throw new ArgumentException($"channels: expected {network.Inputs.Count} inputs and no more states, found {channels.Inputs} and {channels.States}", nameof(channels));
        return (precision, Vector512.IsHardwareAccelerated) switch
        {
            (JetPrecision.Binary64, true) => new JetPass<DoubleLanes512, Vector512<double>, double>(network, channels),
            (JetPrecision.Binary64, false) => new JetPass<DoubleLanes256, Vector256<double>, double>(network, channels),
            (_, true) => new JetPass<SingleLanes512, Vector512<float>, float>(network, channels),
            _ => new JetPass<SingleLanes256, Vector256<float>, float>(network, channels),
        };
    }

    private protected JetPass(TanhNetwork network, JetChannels channels) => (Network, Channels) = (network, channels);

    public TanhNetwork Network { get; }
    public JetChannels Channels { get; }

    /// <summary>Numbers for each point: outputs × channels.</summary>
    public int JetLength => Network.Outputs * Channels.Count;

    /// <summary>Takes parameters for the calls that follow.</summary>
    public abstract void Load(ReadOnlySpan<double> parameters);

    /// <summary>Values and derivatives.</summary>
    /// <param name="states">(points × inputs).</param>
    /// <param name="weights">(points × states) of contracted second derivatives; else empty.</param>
    /// <param name="jets">(points × outputs × channels) receives them.</param>
    /// <param name="given">(points × given × channels) the given inputs; empty without any.</param>
    public abstract void Forward(ReadOnlySpan<double> states, ReadOnlySpan<double> weights, Span<double> jets, ReadOnlySpan<double> given = default);

    /// <summary>Adds the gradient of a loss.</summary>
    /// <param name="states">(points × inputs).</param>
    /// <param name="weights">(points × states) of contracted second derivatives; else empty.</param>
    /// <param name="objective">Asked block by block.</param>
    /// <param name="gradient">(parameters) is added to.</param>
    /// <param name="given">(points × given × channels) the given inputs; empty without any.</param>
    public abstract void Gradient(ReadOnlySpan<double> states, ReadOnlySpan<double> weights, IJetObjective objective, Span<double> gradient, ReadOnlySpan<double> given = default);

    /// <summary>Residuals and their derivatives with respect to the parameters.</summary>
    /// <param name="states">(points × inputs).</param>
    /// <param name="weights">(points × states) of contracted second derivatives; else empty.</param>
    /// <param name="system">Asked block by block.</param>
    /// <param name="residuals">(points × residuals) receives them.</param>
    /// <param name="jacobian">(points × residuals × parameters) receives the derivatives.</param>
    /// <param name="given">(points × given × channels) the given inputs; empty without any.</param>
    public abstract void Jacobian(ReadOnlySpan<double> states, ReadOnlySpan<double> weights, IJetResiduals system, Span<double> residuals, Span<double> jacobian, ReadOnlySpan<double> given = default);
}
