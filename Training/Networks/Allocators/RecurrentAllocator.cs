using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Layers;
using LeanDeep.Training.Layers.Transforms;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace LeanDeep.Training.Networks.Allocators;

/// <summary>Standardisation → recurrent network over time, the same for every asset → its state at the newest step → one linear score for each asset → weights. It takes
/// any lookback and any number of assets.</summary>
public sealed class RecurrentAllocator : ScoreNetwork
{
    [ComponentName(Name = "standardisation")]
    private readonly ChannelStandardisation _standardisation;

    [ComponentName(Name = "recurrent")]
    private readonly RecurrentTransform _recurrent;

    [ComponentName(Name = "score")]
    private readonly Linear _score;

    private readonly nn.Module<Tensor, Tensor> _side;

    /// <param name="channels">Channels of the inputs.</param>
    /// <param name="cell">Simple, LSTM or GRU.</param>
    /// <param name="seed">Of the first weights.</param>
    /// <param name="hidden">Units of the cell. Default 32.</param>
    /// <param name="side">Default <see cref="PositionSide.LongOnly"/>.</param>
    /// <param name="layers">Networks on top of each other. Default 1.</param>
    /// <param name="scaling">Of the inputs; null for none.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public RecurrentAllocator(int channels, RecurrentCell cell, long seed, int hidden = 32, PositionSide side = PositionSide.LongOnly, int layers = 1, ChannelScaling? scaling = null)
        : base(nameof(RecurrentAllocator))
    {
        _standardisation = ChannelStandardisation.Of(scaling, channels);
        using var generator = new Generator((ulong)seed);
        Side = side;
        _side = side.Layer();
        _recurrent = new RecurrentTransform(channels, hidden, cell, generator, layers: layers);
        _score = ParameterDraws.ByFanIn(nn.Linear(hidden, 1), hidden, generator);
        RegisterComponents();
    }

    public PositionSide Side { get; }

    private protected override Tensor Allocate(Tensor input) => _side.call(Score(input));

    private protected override Tensor Score(Tensor input) => _score.call(_recurrent.Newest(_standardisation.call(input))).squeeze(2);
}
