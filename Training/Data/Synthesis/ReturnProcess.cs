namespace LeanDeep.Training.Data;

/// <summary>Daily returns with GARCH(1,1) variance and Student-t shocks, each with its path through the day.</summary>
/// <remarks>Bollerslev (1987). The path is a Brownian bridge: a jump to the open, then equal steps to the close.</remarks>
internal sealed class ReturnProcess
{
    /// <summary>Share of a day's variance that falls between the close and the next open.</summary>
    private const double OvernightShare = 0.3;

    private readonly SeededGenerator _random;
    private readonly double _base, _shock, _persistence, _degrees;

    /// <param name="random">Used by this process alone.</param>
    /// <param name="annualVolatility">Unconditional, of a year of 252 days.</param>
    /// <param name="shock">Weight of the last squared shock.</param>
    /// <param name="persistence">Weight of the last variance; with <paramref name="shock"/> below 1.</param>
    /// <param name="degrees">Degrees of freedom of the shocks.</param>
    public ReturnProcess(SeededGenerator random, double annualVolatility, double shock, double persistence, double degrees)
    {
        (_random, _shock, _persistence, _degrees) = (random, shock, persistence, degrees);
        Variance = annualVolatility * annualVolatility / 252;
        _base = Variance * (1 - shock - persistence);
        for (var burnIn = 0; burnIn < 250; burnIn++)
            Step();
    }

    /// <summary>Of the next day's return, known today.</summary>
    public double Variance { get; private set; }

    /// <summary>Draws the next day's return and its path.</summary>
    /// <param name="mean">Expected log return.</param>
    /// <param name="path">Cumulative log return at the open and after every step; the last is the day's.</param>
    /// <returns>The shock in standard deviations.</returns>
    public double Next(double mean, Span<double> path)
    {
        var deviation = Math.Sqrt(Variance);
        var z = Step();
        var total = mean + (deviation * z);
        var steps = path.Length - 1;
        var stepVariance = (1 - OvernightShare) / steps;
        var stepDeviation = Math.Sqrt(stepVariance) * deviation;
        path[0] = Math.Sqrt(OvernightShare) * deviation * _random.Normal();
        for (var n = 1; n <= steps; n++)
            path[n] = path[n - 1] + (stepDeviation * _random.Normal());
        var gap = total - path[steps];
        for (var n = 0; n < steps; n++)
            path[n] += gap * (OvernightShare + (n * stepVariance));
        path[steps] = total;
        return z;
    }

    private double Step()
    {
        var z = _random.Student(_degrees);
        Variance = _base + (((_shock * z * z) + _persistence) * Variance);
        return z;
    }
}
