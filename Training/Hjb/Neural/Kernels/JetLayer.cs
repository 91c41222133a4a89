using System.Numerics;

namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>One matrix of a network as the kernel reads it: padded to whole registers, also transposed, with room for gradients and jets.</summary>
internal sealed unsafe class JetLayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedMemory<T> _memory;

    /// <param name="incoming">Inputs of the layer.</param>
    /// <param name="outgoing">Units.</param>
    /// <param name="incomingWidth">Inputs, padded; for the first layer as they are.</param>
    /// <param name="outgoingWidth">Units, padded.</param>
    /// <param name="rows">Channels times points of a block.</param>
    public JetLayer(int incoming, int outgoing, int incomingWidth, int outgoingWidth, int rows)
    {
        (Incoming, Outgoing, IncomingWidth, OutgoingWidth) = (incoming, outgoing, incomingWidth, outgoingWidth);
        int matrix = incomingWidth * outgoingWidth, jets = rows * outgoingWidth;
        _memory = new(3 * matrix + 2 * outgoingWidth + 3 * jets);
        Weights = _memory.Pointer;
        Transposed = Weights + matrix;
        Gradient = Transposed + matrix;
        Before = Gradient + matrix;
        After = Before + jets;
        Bar = After + jets;
        Bias = Bar + jets;
        BiasGradient = Bias + outgoingWidth;
    }

    public int Incoming { get; }
    public int Outgoing { get; }
    public int IncomingWidth { get; }
    public int OutgoingWidth { get; }

    /// <summary>(in × out), padded.</summary>
    public T* Weights { get; }

    /// <summary>(out × in), padded.</summary>
    public T* Transposed { get; }

    /// <summary>(in × out), padded: derivatives of the loss.</summary>
    public T* Gradient { get; }
    public T* Bias { get; }
    public T* BiasGradient { get; }

    /// <summary>(channels × points × out) jets before the activation.</summary>
    public T* Before { get; }

    /// <summary>(channels × points × out) jets after the activation.</summary>
    public T* After { get; }

    /// <summary>(channels × points × out) derivatives of the loss with respect to <see cref="After"/>, then <see cref="Before"/>.</summary>
    public T* Bar { get; }

    public void Load(ReadOnlySpan<double> weights, ReadOnlySpan<double> bias)
    {
        for (var i = 0; i < Incoming; i++)
            for (var j = 0; j < Outgoing; j++)
                Weights[i * OutgoingWidth + j] = Transposed[j * IncomingWidth + i] = T.CreateTruncating(weights[i * Outgoing + j]);
        for (var j = 0; j < Outgoing; j++)
            Bias[j] = T.CreateTruncating(bias[j]);
    }

    public void ClearGradient()
    {
        new Span<T>(Gradient, IncomingWidth * OutgoingWidth).Clear();
        new Span<T>(BiasGradient, OutgoingWidth).Clear();
    }

    /// <summary>Adds the gradient, in the order of the parameters.</summary>
    /// <returns>Parameters of this layer.</returns>
    public int AddGradient(Span<double> target)
    {
        for (var i = 0; i < Incoming; i++)
            for (var j = 0; j < Outgoing; j++)
                target[i * Outgoing + j] += double.CreateTruncating(Gradient[i * OutgoingWidth + j]);
        for (var j = 0; j < Outgoing; j++)
            target[Incoming * Outgoing + j] += double.CreateTruncating(BiasGradient[j]);
        return (Incoming + 1) * Outgoing;
    }
}
