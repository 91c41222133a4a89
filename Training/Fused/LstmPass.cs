using System.Runtime.Intrinsics;

namespace LeanDeep.Training.Fused;

/// <summary>One direction of one LSTM layer, forward and backward, block of rows by block of rows: all steps of a block stay in caches. Every width gives the same bits.</summary>
/// <remarks>z = W x + U h + b; i, f, o = σ(z), g = tanh z; c' = f c + i g; h' = o tanh c'. Source: Hochreiter and Schmidhuber (1997), with forget gates (Gers et al. 2000).</remarks>
internal abstract unsafe class LstmPass(LstmLayout layout)
{
    [ThreadStatic]
    private static AlignedFloats? _room;

    public LstmLayout Layout { get; } = layout;

    public static LstmPass Of(LstmLayout layout) => layout.Width switch
    {
        LaneWidth.Vector512 => new LstmPass<Lanes512, Vector512<float>>(layout),
        LaneWidth.Vector256 => new LstmPass<Lanes256, Vector256<float>>(layout),
        LaneWidth.Vector128 => new LstmPass<Lanes128, Vector128<float>>(layout),
        _ => new LstmPass<LanesScalar, float>(layout),
    };

    /// <param name="parameters">Read.</param>
    /// <param name="input">(steps, rows, inputs).</param>
    /// <param name="reversed">Whether the last step comes first.</param>
    /// <param name="kept">(blocks, block) receives what backward needs; null where none will follow.</param>
    /// <param name="states">(steps, rows, units) receives; (rows, units) where only the last computed matter.</param>
    /// <param name="newest">Whether they do.</param>
    public abstract void Forward(LstmParameters parameters, float* input, bool reversed, float* kept, float* states, bool newest);

    /// <param name="parameters">Read.</param>
    /// <param name="kept">Of forward.</param>
    /// <param name="reversed">As in forward.</param>
    /// <param name="stateGradients">Laid out as the states.</param>
    /// <param name="newest">As in forward.</param>
    /// <param name="inputGradients">(steps, rows, inputs) receives; null for none.</param>
    /// <param name="gradients">Receive.</param>
    public abstract void Backward(LstmParameters parameters, float* kept, bool reversed, float* stateGradients, bool newest, float* inputGradients, LstmParameters gradients);

    /// <summary>Room of this thread, kept from pass to pass.</summary>
    private protected static float* Room(int length)
    {
        if (_room is null || _room.Length < length) _room = new AlignedFloats(length);
        return _room.Pointer;
    }
}
