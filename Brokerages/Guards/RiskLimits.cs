namespace LeanDeep.Brokerages.Guards;

/// <summary>What no algorithm may exceed, whatever it wants. Null: no limit.</summary>
public sealed record RiskLimits
{
    /// <summary>Sum of absolute positions and open orders, as a multiple of equity.</summary>
    public decimal? MaximumGross { get; init; }

    /// <summary>Dollars of one order.</summary>
    public decimal? MaximumOrderValue { get; init; }

    /// <summary>Fraction of the last close's equity that may be lost in a day; then only orders that reduce a position go out.</summary>
    public decimal? MaximumDailyLoss { get; init; }

    /// <summary>Age of a name's last bar while the market is open, by the broker's time.</summary>
    public TimeSpan? StaleData { get; init; }

    /// <summary>Days from the last that the model has seen to the decision.</summary>
    public int? ModelDays { get; init; }

    /// <exception cref="ArgumentException">A limit that nothing could meet.</exception>
    public RiskLimits Checked()
    {
        if (MaximumGross is <= 0) throw new ArgumentException($"maximum gross: expected more than 0, found {MaximumGross}");
        if (MaximumOrderValue is <= 0) throw new ArgumentException($"maximum order value: expected more than 0, found {MaximumOrderValue}");
        if (MaximumDailyLoss is <= 0 or > 1) throw new ArgumentException($"maximum daily loss: expected a fraction above 0, at most 1, found {MaximumDailyLoss}");
        if (StaleData is { } age && age <= TimeSpan.Zero) throw new ArgumentException($"stale data: expected more than 0, found {age}");
        if (ModelDays is < 0) throw new ArgumentException($"model days: expected 0 or more, found {ModelDays}");
        return this;
    }
}
