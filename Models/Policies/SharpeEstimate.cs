namespace LeanDeep.Models.Policies;

/// <summary>What is known of a market on a day: dS/S = (r + Σ_S X)dt + Σ_S dZ, each Xᵢ with dXᵢ = κᵢ(X̄ᵢ − Xᵢ)dt + σᵢ dZ_Xᵢ.</summary>
/// <remarks>Sharpe ratios are those of the shocks, X = Σ_S⁻¹(μ − r); with one asset, of that asset.</remarks>
public sealed class SharpeEstimate
{
    /// <param name="assets">Assets, and shocks, 1 or more.</param>
    public SharpeEstimate(int assets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        Assets = assets;
        Volatility = new double[assets * assets];
        (SharpeRatio, LongRunSharpeRatio, Reversion) = (new double[assets], new double[assets], new double[assets]);
        (Deviation, Correlation) = (new double[assets], new double[assets]);
        Array.Fill(Reversion, 1);
    }

    public int Assets { get; }

    /// <summary>r a year.</summary>
    public double Rate { get; set; }

    /// <summary>(assets, assets) Σ_S row-major, lower triangular, a year.</summary>
    public double[] Volatility { get; }

    /// <summary>(assets) X.</summary>
    public double[] SharpeRatio { get; }

    /// <summary>(assets) X̄.</summary>
    public double[] LongRunSharpeRatio { get; }

    /// <summary>(assets) κ a year.</summary>
    public double[] Reversion { get; }

    /// <summary>(assets) σ_X.</summary>
    public double[] Deviation { get; }

    /// <summary>(assets) ρ.</summary>
    public double[] Correlation { get; }

    /// <summary>Sets X so that these are the expected returns: X = Σ_S⁻¹(μ − r).</summary>
    /// <param name="expected">(assets) μ a year.</param>
    public void SetExpectedReturns(ReadOnlySpan<double> expected)
    {
        for (var i = 0; i < Assets; i++)
        {
            var rest = expected[i] - Rate;
            for (var j = 0; j < i; j++) rest -= Volatility[i * Assets + j] * SharpeRatio[j];
            SharpeRatio[i] = rest / Volatility[i * Assets + i];
        }
    }
}
