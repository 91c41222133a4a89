namespace QuantConnect.Statistics;

/// <summary>The deepest drawdown of an equity curve and its longest recovery.</summary>
public class DrawdownMetrics
{
    /// <summary>A positive fraction: 0.1 is ten percent below the peak.</summary>
    public decimal Drawdown { get; }

    /// <summary>Whole days from a peak until it was reached again.</summary>
    public int DrawdownRecovery { get; }

    public DrawdownMetrics(decimal drawdown, int recoveryTime)
    {
        Drawdown = drawdown;
        DrawdownRecovery = recoveryTime;
    }
}
