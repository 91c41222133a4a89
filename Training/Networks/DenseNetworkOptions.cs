namespace LeanDeep.Training.Networks;

/// <summary>Shape and penalties of a dense network.</summary>
public sealed record DenseNetworkOptions
{
    /// <summary>Units of each hidden layer, first to last; may be empty, which leaves a linear model. Default 32, 16.</summary>
    public IReadOnlyList<int> HiddenLayers { get; init; } = [32, 16];

    /// <summary>Outputs, at least 1; more than one only for classes under cross-entropy. Default 1.</summary>
    public int Outputs { get; init; } = 1;

    /// <summary>Default <see cref="Activation.Tanh"/>.</summary>
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>k of <see cref="Activation.Maxout"/>, at least 2. Default 2.</summary>
    public int MaxoutPieces { get; init; } = 2;

    /// <summary>Slope of <see cref="Activation.LeakyRelu"/> below zero. Default 0.01.</summary>
    public double NegativeSlope { get; init; } = 0.01;

    /// <summary>Share of units set to zero while training, in [0, 1); the others grow by 1/(1 − share). Default 0.1.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Default <see cref="DropoutPlacement.AfterLastHidden"/>.</summary>
    public DropoutPlacement DropoutPlacement { get; init; } = DropoutPlacement.AfterLastHidden;

    /// <summary>λ of the penalty λ Σ|w| over all weights, biases excepted. Default 0.</summary>
    public double L1 { get; init; }

    /// <summary>λ of the penalty λ Σw² over all weights, biases excepted. Default 0.</summary>
    public double L2 { get; init; }

    /// <summary>Default <see cref="WeightInitialisation.GlorotUniform"/>.</summary>
    public WeightInitialisation Initialisation { get; init; } = WeightInitialisation.GlorotUniform;

    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public void Validate()
    {
        foreach (var units in HiddenLayers)
            if (units < 1)
                throw new ArgumentException($"{nameof(HiddenLayers)}: expected at least 1 unit in each, found {units}");
        if (Outputs < 1)
            throw new ArgumentException($"{nameof(Outputs)}: expected at least 1, found {Outputs}");
        if (MaxoutPieces < 2)
            throw new ArgumentException($"{nameof(MaxoutPieces)}: expected at least 2, found {MaxoutPieces}");
        if (!double.IsFinite(NegativeSlope))
            throw new ArgumentException($"{nameof(NegativeSlope)}: expected a number, found {NegativeSlope}");
        if (!(Dropout >= 0 && Dropout < 1))
            throw new ArgumentException($"{nameof(Dropout)}: expected within [0, 1), found {Dropout}");
        if (!(L1 >= 0 && double.IsFinite(L1)))
            throw new ArgumentException($"{nameof(L1)}: expected 0 or more, found {L1}");
        if (!(L2 >= 0 && double.IsFinite(L2)))
            throw new ArgumentException($"{nameof(L2)}: expected 0 or more, found {L2}");
        if (!Enum.IsDefined(Activation))
            throw new ArgumentException($"{nameof(Activation)}: expected one of {string.Join(", ", Enum.GetNames<Activation>())}, found {Activation}");
    }

    /// <summary>Inputs, units and sums per unit of every layer, the output layer last.</summary>
    internal IEnumerable<(int Inputs, int Units, int Pieces)> Shape(int features)
    {
        foreach (var units in HiddenLayers)
        {
            yield return (features, units, Activation == Activation.Maxout ? MaxoutPieces : 1);
            features = units;
        }
        yield return (features, Outputs, 1);
    }

    /// <summary>Whether dropout follows a hidden layer.</summary>
    internal bool DropsAfter(int hidden) =>
        Dropout > 0 && (hidden == HiddenLayers.Count - 1 || DropoutPlacement == DropoutPlacement.AfterEachHidden);
}
