namespace LeanDeep.Training.Hjb.Neural.Kernels;

/// <summary>A loss of values and derivatives, block by block of points.</summary>
public interface IJetObjective
{
    /// <param name="first">Number of the block's first point.</param>
    /// <param name="count">Points of the block.</param>
    /// <param name="jets">(count × outputs × channels).</param>
    /// <param name="seeds">(count × outputs × channels) receives the derivatives of the loss, all of them.</param>
    void Evaluate(int first, int count, ReadOnlySpan<double> jets, Span<double> seeds);
}

/// <summary>Residuals of values and derivatives, block by block of points.</summary>
public interface IJetResiduals
{
    /// <summary>Residuals of a point.</summary>
    int Count { get; }

    /// <param name="first">Number of the block's first point.</param>
    /// <param name="count">Points of the block.</param>
    /// <param name="jets">(count × outputs × channels).</param>
    /// <param name="residuals">(count × <see cref="Count"/>) receives them.</param>
    /// <param name="seeds">(count × <see cref="Count"/> × outputs × channels) receives their derivatives, all of them.</param>
    void Evaluate(int first, int count, ReadOnlySpan<double> jets, Span<double> residuals, Span<double> seeds);
}
