namespace LeanDeep.Training.Fused;

/// <summary>Where a layer's numbers lie. Weights are kept (inputs, sums), so that a row holds what one input gives to all sums; rows are filled
/// up with zeros to whole registers. A maxout layer has its k sums in k blocks of columns, one unit below the other.</summary>
internal sealed unsafe class FusedLayer
{
    /// <summary>Rows of the values that come in, and of those that go out; a row takes <see cref="InputStride"/> and <see cref="Stride"/> floats.</summary>
    public required float* Input { get; init; }

    public required int Inputs { get; init; }
    public required int InputStride { get; init; }
    public required int Units { get; init; }
    public required int Pieces { get; init; }
    public required int Stride { get; init; }

    /// <summary>Whether dropout follows.</summary>
    public required bool Drops { get; init; }

    /// <summary>(units) what <see cref="Loop.DropoutMask"/> adds for each unit, up to the stride.</summary>
    public required uint* Salts { get; init; }

    /// <summary>Offset of the weights, and of the biases, in the parameters.</summary>
    public required int Weights { get; init; }

    public required int Biases { get; init; }

    /// <summary>(rows, sums) W x + b; without maxout also the activations.</summary>
    public required float* Sums { get; init; }

    /// <summary>(rows, units) what goes on to the next layer.</summary>
    public required float* Activations { get; init; }

    /// <summary>(rows, sums) derivative of the activation, times the dropout mask.</summary>
    public required float* Derivatives { get; init; }

    /// <summary>(rows, sums) derivative of the loss by the sums.</summary>
    public required float* Deltas { get; init; }

    /// <summary>(sums, inputs) the weights turned over; null in the first layer.</summary>
    public required float* Transposed { get; init; }

    /// <summary>Floats of a row of sums.</summary>
    public int SumStride => Pieces * Stride;

    /// <summary>Rows of the weights, whole blocks.</summary>
    public int WeightRows => RoundUp(Inputs, 8);

    /// <summary>Sums that take part in products over sums: all columns of a maxout layer, whose blocks end in zeros.</summary>
    public int Depth => Pieces == 1 ? Units : SumStride;

    public static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
