using QuantConnect.Interfaces;

namespace QuantConnect;

/// <summary>Knobs of the algorithm with LEAN's defaults.</summary>
public class AlgorithmSettings : IAlgorithmSettings
{
    public bool AutomaticIndicatorWarmUp { get; set; }
    public bool? RebalancePortfolioOnSecurityChanges { get; set; }
    public bool? RebalancePortfolioOnInsightChanges { get; set; }
    public decimal MaxAbsolutePortfolioTargetPercentage { get; set; } = 1000000000;
    public decimal MinAbsolutePortfolioTargetPercentage { get; set; } = 0.0000000001m;

    /// <summary>Orders whose margin is a smaller fraction of the portfolio are dropped.</summary>
    public decimal MinimumOrderMarginPortfolioPercentage { get; set; } = 0.001m;

    public decimal? FreePortfolioValue { get; set; }

    /// <summary>Fraction of the portfolio that SetHoldings leaves free for fees and slippage.</summary>
    public decimal FreePortfolioValuePercentage { get; set; } = 0.0025m;

    public bool LiquidateEnabled { get; set; } = true;

    /// <summary>Whether a daily bar ends at the session's close rather than at midnight.</summary>
    public bool DailyPreciseEndTime { get; set; } = true;

    /// <summary>Fills at prices older than this are marked, or wait.</summary>
    public TimeSpan StalePriceTimeSpan { get; set; } = Time.OneHour;

    public Resolution? WarmupResolution { get; set; }

    public Resolution? WarmUpResolution
    {
        get => WarmupResolution;
        set => WarmupResolution = value;
    }

    public int? TradingDaysPerYear { get; set; }
    public bool DailyConsolidationUseExtendedMarketHours { get; set; }
    public bool IgnoreUnknownAssetHoldings { get; set; } = true;
    public bool SeedInitialPrices { get; set; }
}
