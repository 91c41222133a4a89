namespace LeanDeep.Training.Hjb.Neural;

/// <summary>Whether the unknowns still change, at fixed points.</summary>
internal sealed class SettledValues(NeuralSystem system)
{
    /// <summary>Steps between two looks.</summary>
    public const int Period = 20;
    private const int Count = 64;
    private readonly double[] _points = Points(system);

    /// <summary>(points × unknowns) at the last look; NaN before the first.</summary>
    public double[] Values { get; } = [.. Enumerable.Repeat(double.NaN, Count * system.Problem.Unknowns.Count)];

    /// <summary>Largest change since the last look, relative to 1 + |v|; NaN at the first.</summary>
    public double Change()
    {
        var now = system.Unknowns(_points);
        var change = now.Zip(Values, (v, before) => Math.Abs(v - before) / (1 + Math.Abs(v))).Aggregate(0.0, Math.Max);
        now.CopyTo(Values, 0);
        return change;
    }

    private static double[] Points(NeuralSystem system)
    {
        var points = new double[Count * system.Network.Inputs.Count];
        var active = system.Sampler.Active;
        system.Sampler.Active = [];
        system.Sampler.Draw(points, new UniformGenerator(23));
        system.Sampler.Active = active;
        return points;
    }
}
