namespace LeanDeep.Training.Allocators.Benchmarks;

/// <summary>By whose inverse <see cref="InverseVolatilityBenchmark"/> weighs.</summary>
public enum RiskMeasure
{
    StandardDeviation,
    Variance,
}
