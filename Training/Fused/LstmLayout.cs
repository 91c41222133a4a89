namespace LeanDeep.Training.Fused;

/// <summary>Where one direction of one LSTM layer keeps its numbers, in blocks of rows that fit into a cache.</summary>
/// <param name="Steps">Of the sequence.</param>
/// <param name="Rows">Sequences.</param>
/// <param name="Inputs">Channels in.</param>
/// <param name="Units">Channels out.</param>
/// <param name="Width">Of the registers.</param>
internal readonly record struct LstmLayout(int Steps, int Rows, int Inputs, int Units, LaneWidth Width)
{
    /// <summary>Rows of a block.</summary>
    public const int BlockRows = 16;

    /// <summary>The layout at the width that computes the least beside the units asked for.</summary>
    public static LstmLayout Of(int steps, int rows, int inputs, int units)
    {
        var best = new LstmLayout(steps, rows, inputs, units, LaneWidths.Widest);
        foreach (var width in Enum.GetValues<LaneWidth>().Where(width => width <= LaneWidths.Widest).OrderDescending())
        {
            var layout = best with { Width = width };
            if (layout.PaddedUnits * layout.PaddedUnits / (int)width < best.PaddedUnits * best.PaddedUnits / (int)best.Width) best = layout;
        }
        return best;
    }

    public int Blocks => (Rows + BlockRows - 1) / BlockRows;

    /// <summary>Units, whole registers.</summary>
    public int PaddedUnits => FusedLayer.RoundUp(Units, (int)Width);

    public int PaddedInputs => FusedLayer.RoundUp(Inputs, (int)Width);

    /// <summary>A row of gates: i, f, g and o, each of the padded units.</summary>
    public int Gates => 4 * PaddedUnits;

    /// <summary>What a step reads: the states before it, its inputs, 1 for the bias.</summary>
    public int Depth => PaddedUnits + Inputs + 1;

    public int DepthStride => FusedLayer.RoundUp(Depth, 8);

    /// <summary>What all steps of a block read, and the states after the last: (steps + 1, rows, depth).</summary>
    public int BlockReads => (Steps + 1) * BlockRows * DepthStride;

    /// <summary>Gates of all steps of a block: (steps, rows, gates).</summary>
    public int BlockGates => Steps * BlockRows * Gates;

    /// <summary>Cells of all steps of a block: (steps, rows, units).</summary>
    public int BlockCells => Steps * BlockRows * PaddedUnits;

    /// <summary>What backward needs of a block: reads, gates, cells.</summary>
    public int Block => BlockReads + BlockGates + BlockCells;

    /// <summary>What backward needs of all blocks.</summary>
    public long Kept => (long)Blocks * BlockRows * ((Steps + 1L) * DepthStride + (long)Steps * (Gates + PaddedUnits));
}
