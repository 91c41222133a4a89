namespace LeanDeep.Training.Export.Allocators;

/// <summary>The symmetric system of names and rows, [K Rᵀ; R −E], by its inverse.</summary>
internal sealed class BorderedGraph
{
    private readonly GraphValue _matrix, _inverse;

    /// <param name="limit">The constraints.</param>
    /// <param name="curvature">(batch, names, names).</param>
    /// <param name="free">(batch, names) 1 where it counts.</param>
    /// <param name="diagonal">(batch, names) added to it.</param>
    /// <param name="border">(batch, rows, names) R.</param>
    /// <param name="corner">(batch, rows) E.</param>
    public BorderedGraph(LimitGraph limit, GraphValue curvature, GraphValue free, GraphValue diagonal, GraphValue border, GraphValue corner)
    {
        var block = curvature * free.Column() * free.Row() + diagonal.Column() * limit.Identity;
        _matrix = GraphValue.Concat(1, GraphValue.Concat(2, block, border.Transposed()), GraphValue.Concat(2, border, -(corner.Column() * limit.RowIdentity)));
        _inverse = new GraphValue(_matrix.Layers, _matrix.Layers.Foreign("com.microsoft", "Inverse", _matrix.Name));
    }

    /// <param name="right">(batch, names + rows).</param>
    /// <param name="refinements">Corrections by the residual.</param>
    public GraphValue Solve(GraphValue right, int refinements)
    {
        var solution = _inverse.Times(right);
        for (var i = 0; i < refinements; i++) solution += _inverse.Times(right - _matrix.Times(solution));
        return solution;
    }
}
