using System.Globalization;
using QuantConnect.Algorithm.Framework.Alphas.Analysis;

namespace QuantConnect.Algorithm.Framework.Alphas;

public enum InsightScoreType { Direction, Magnitude }

/// <summary>Scores an algorithm's insights at every step.</summary>
public interface IInsightScoreFunction
{
    void Score(InsightManager insightManager, DateTime utcTime);
}

/// <summary>How well an insight did: scores of 0 to 1, until they are final.</summary>
public class InsightScore
{
    public InsightScore()
    {
    }

    public InsightScore(double direction, double magnitude, DateTime updatedTimeUtc) => (Direction, Magnitude, UpdatedTimeUtc) = (direction, magnitude, updatedTimeUtc);

    public DateTime UpdatedTimeUtc { get; private set; }
    public double Direction { get; private set; }
    public double Magnitude { get; private set; }
    public bool IsFinalScore { get; private set; }

    /// <param name="value">Clipped to 0 to 1.</param>
    public void SetScore(InsightScoreType type, double value, DateTime algorithmUtcTime)
    {
        if (IsFinalScore) return;
        UpdatedTimeUtc = algorithmUtcTime;
        value = Math.Max(0, Math.Min(1, value));
        if (Check(type) == InsightScoreType.Direction) Direction = value;
        else Magnitude = value;
    }

    public void Finalize(DateTime algorithmUtcTime)
    {
        IsFinalScore = true;
        UpdatedTimeUtc = algorithmUtcTime;
    }

    public double GetScore(InsightScoreType type) => Check(type) == InsightScoreType.Direction ? Direction : Magnitude;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Direction: {Math.Round(100 * Direction, 2)} Magnitude: {Math.Round(100 * Magnitude, 2)}");

    private static InsightScoreType Check(InsightScoreType type) => type is InsightScoreType.Direction or InsightScoreType.Magnitude
        ? type
        : throw new ArgumentOutOfRangeException(nameof(type), type, "expected Direction or Magnitude");
}
