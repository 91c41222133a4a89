namespace LeanDeep.Training.Hjb.Problems;

/// <summary>An asset whose Sharpe ratio X reverts to its mean: dS/S = (r + σX)dt + σdZ, dX = κ(X̄ − X)dt + σ_X dZ_X.</summary>
public sealed record SharpeProcess
{
    /// <param name="rate">r, riskless, per unit of time.</param>
    /// <param name="volatility">σ &gt; 0 of the asset.</param>
    /// <param name="mean">X̄.</param>
    /// <param name="reversion">κ &gt; 0.</param>
    /// <param name="deviation">σ_X &gt; 0.</param>
    /// <param name="correlation">Of dZ and dZ_X.</param>
    /// <exception cref="ArgumentException">A parameter is out of its range.</exception>
    public SharpeProcess(double rate, double volatility, double mean, double reversion, double deviation, double correlation)
    {
        Require.Finite(rate);
        Require.Positive(volatility);
        Require.Finite(mean);
        Require.Positive(reversion);
        Require.Positive(deviation);
        Require.Correlation(correlation);
        (Rate, Volatility, Mean, Reversion, Deviation, Correlation) = (rate, volatility, mean, reversion, deviation, correlation);
    }

    public double Rate { get; }
    public double Volatility { get; }
    public double Mean { get; }
    public double Reversion { get; }
    public double Deviation { get; }
    public double Correlation { get; }

    /// <summary>m = ρσ_X: the covariance of X with the asset's shock.</summary>
    public double Loading => Correlation * Deviation;

    /// <summary>Standard deviation of X in the long run.</summary>
    public double LongRunDeviation => Deviation / Math.Sqrt(2 * Reversion);

    /// <summary>X̄ and <paramref name="width"/> long-run deviations to both sides, cut off there.</summary>
    public StateVariable State(double width) =>
        new("X", Mean - width * LongRunDeviation, Mean + width * LongRunDeviation, BoundaryKind.Open, BoundaryKind.Open);
}
