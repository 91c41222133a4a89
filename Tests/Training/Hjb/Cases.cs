using LeanDeep.Training.Hjb.Problems;

namespace LeanDeep.Tests.Training.Hjb;

/// <summary>Calibrations that several tests share.</summary>
internal static class Cases
{
    public static OpportunitySet Market => new(rate: 0.03, expectedReturn: 0.08, volatility: 0.2);

    public static SharpeProcess Process(double correlation = -0.8) =>
        new(rate: 0.02, volatility: 0.18, mean: 0.4, reversion: 0.25, deviation: 0.2, correlation);

    public static SharpeMarket Coupled => new(0.02, new[,] { { 0.18, 0 }, { 0.06, 0.2 } }, [0.3, 0.2],
        new[,] { { 0.3, 0.1 }, { -0.05, 0.4 } }, new[,] { { 0.2, 0 }, { 0.06, 0.15 } }, new[,] { { -0.7, 0.1 }, { 0, -0.5 } });

    public static Heston Heston(double horizon) => new(0.02, 2.5, 3, 0.04, 0.4, -0.7, riskAversion: 5, horizon);

    public static ChackoViceira ChackoViceira => new(0.0153, 0.0811, 0.3374, 27.9345, 0.6503, 0.5241, riskAversion: 4, timePreference: 0.06);

    public static CochraneLongstaffSantaClara LogTrees => new(new((0.02, 0.02), (0.2, 0.2), 0), discount: 0.04);

    /// <summary>Log drifts of 0.02, so level drifts of 0.025.</summary>
    public static Martin PowerTrees => new(new((0.025, 0.025), (0.1, 0.1), 0), riskAversion: 4, timePreference: 0.03);
}
