namespace LeanDeep.Training.Allocators.Benchmarks;

/// <summary>By whose inverse <see cref="InverseVolatility"/> weighs.</summary>
public enum RiskMeasure
{
    StandardDeviation,
    Variance,
}
