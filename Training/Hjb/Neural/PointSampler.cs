namespace LeanDeep.Training.Hjb.Neural;

/// <summary>Draws points of a problem's domain, and of a part of it where it pays to look more often.</summary>
internal sealed class PointSampler
{
    private readonly IReadOnlyList<StateVariable> _inputs;
    private readonly int _states;
    private readonly PointDistribution _distribution;
    private readonly double _activeShare, _endShare;
    private readonly IReadOnlyList<int> _ends;

    public PointSampler(IReadOnlyList<StateVariable> inputs, int states, NeuralOptions options) =>
        (_inputs, _states, _distribution, _activeShare, _endShare, _ends) = (inputs, states, options.Distribution, options.ActiveShare, options.EndShare, options.Ends);

    /// <summary>Points of the active region, (points × inputs); empty while there is none.</summary>
    public double[] Active { get; set; } = [];

    /// <param name="points">(points × inputs) receives coordinates; the first ones are of the active region, the last ones at ends.</param>
    /// <param name="generator">Of all draws.</param>
    public void Draw(Span<double> points, UniformGenerator generator)
    {
        var n = _inputs.Count;
        var count = points.Length / n;
        var active = Active.Length > 0 ? (int)(_activeShare * count) : 0;
        var inside = count - (_ends.Count > 0 ? (int)(_endShare * count) : 0);
        for (var p = 0; p < count; p++)
        {
            var point = points.Slice(p * n, n);
            if (p < active) Near(point, generator);
            else Anywhere(point, generator);
            if (p < inside) continue;
            var (end, input) = (_ends[p % _ends.Count], _inputs[_ends[p % _ends.Count]]);
            point[end] = p / _ends.Count % 2 == 0 ? input.Lower : input.Upper;
        }
    }

    private void Anywhere(Span<double> point, UniformGenerator generator)
    {
        var radial = _distribution == PointDistribution.Radial;
        var scale = radial ? generator.NextDouble() : 0;
        for (var i = 0; i < point.Length; i++)
            point[i] = _inputs[i].Unscale(radial && i < _states ? Math.Clamp(0.5 * scale * generator.NextNormal(), -1, 1) : 2 * generator.NextDouble() - 1);
    }

    /// <summary>A point of the active region, moved by about the distance between its points.</summary>
    private void Near(Span<double> point, UniformGenerator generator)
    {
        var n = point.Length;
        var chosen = (int)(generator.NextDouble() * (Active.Length / n));
        var spacing = Math.Pow(ActiveRegion.Pool, -1.0 / n);
        for (var i = 0; i < n; i++)
            point[i] = _inputs[i].Unscale(Math.Clamp(_inputs[i].Scale(Active[chosen * n + i]) + 2 * spacing * (generator.NextDouble() - 0.5), -1, 1));
    }
}
