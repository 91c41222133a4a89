namespace LeanDeep.Training.Hjb.Neural;

/// <summary>Whether the unknowns still change, at fixed points that no step is drawn for.</summary>
/// <remarks>Every Gauss–Newton step solves at new points, so that what it changes is as large as what the points drawn leave open: the error, as far as a fit can see it.</remarks>
internal sealed class SettledValues(NeuralSystem system)
{
    /// <summary>Looks in a row with little change that count as settled.</summary>
    private const int Looks = 2;

    /// <summary>The part of the domain that is looked at; a network is freest at its ends.</summary>
    private const double Middle = 0.9;
    private const int Count = 64;
    private readonly double[] _points = Points(system);

    /// <summary>(points × unknowns) at the last look; NaN before the first.</summary>
    public double[] Values { get; } = [.. Enumerable.Repeat(double.NaN, Count * system.Problem.Unknowns.Count)];

    /// <summary>Looks in a row with little change.</summary>
    public int Quiet { get; set; }

    /// <summary>Looks.</summary>
    /// <param name="tolerance">Root of the mean squared change, relative to 1 + |v|, that counts as little.</param>
    /// <returns>Whether the unknowns have settled.</returns>
    public bool Look(double tolerance)
    {
        var now = system.Unknowns(_points);
        var sum = 0.0;
        for (var i = 0; i < now.Length; i++)
        {
            var change = (now[i] - Values[i]) / (1 + Math.Abs(now[i]));
            sum += change * change;
        }
        now.CopyTo(Values, 0);
        Quiet = Math.Sqrt(sum / now.Length) <= tolerance ? Quiet + 1 : 0;
        return Quiet >= Looks;
    }

    private static double[] Points(NeuralSystem system)
    {
        var inputs = system.Network.Inputs;
        var points = new double[Count * inputs.Count];
        var active = system.Sampler.Active;
        system.Sampler.Active = [];
        system.Sampler.Draw(points, new UniformGenerator(23));
        system.Sampler.Active = active;
        for (var i = 0; i < points.Length; i++)
        {
            var input = inputs[i % inputs.Count];
            points[i] = input.Unscale(Middle * input.Scale(points[i]));
        }
        return points;
    }
}
