using MathNet.Numerics.Statistics;
using QuantConnect.Algorithm;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;
using QuantConnect.Interfaces;
using QuantConnect.Securities;

namespace QuantConnect.Orders.Slippage;

/// <summary>Slippage by the impact of the order on the market, from daily volatility and volume, with noise.</summary>
/// <remarks>Source: Almgren, Thum, Hauptmann and Li (2005), Direct estimation of equity market impact.
/// The adjustment for shares outstanding needs fundamental data; without it, it is one, as in LEAN. One model serves the security that it is asked for first.</remarks>
public class MarketImpactSlippageModel : ISlippageModel
{
    private readonly QCAlgorithm _algorithm;
    private readonly bool _nonNegative;
    private readonly double _latency, _impactTime, _alpha, _beta, _gamma, _eta;
    private readonly Random _random;
    private Impact _impact;

    /// <param name="nonNegative">Whether slippage in the order's favour counts as zero.</param>
    /// <param name="latency">Seconds from decision to execution.</param>
    /// <param name="impactTime">Seconds until the impact has reached its permanent size.</param>
    /// <param name="alpha">Exponent of the permanent impact.</param>
    /// <param name="beta">Exponent of the temporary impact.</param>
    /// <param name="gamma">Factor of the permanent impact.</param>
    /// <param name="eta">Factor of the temporary impact.</param>
    /// <param name="delta">Exponent of the adjustment for liquidity.</param>
    /// <exception cref="ArgumentOutOfRangeException">A time is not positive.</exception>
    public MarketImpactSlippageModel(IAlgorithm algorithm, bool nonNegative = true, double latency = 0.075d, double impactTime = 1800d, double alpha = 0.891d, double beta = 0.600d,
        double gamma = 0.314d, double eta = 0.142d, double delta = 0.267d, int randomSeed = 50)
    {
        if (latency <= 0) throw new ArgumentOutOfRangeException(nameof(latency), latency, "Latency cannot be less than or equal to 0.");
        if (impactTime <= 0) throw new ArgumentOutOfRangeException(nameof(impactTime), impactTime, "impactTime cannot be less than or equal to 0.");
        _ = delta;
        (_algorithm, _nonNegative, _latency, _impactTime) = ((QCAlgorithm)algorithm, nonNegative, latency, impactTime);
        (_alpha, _beta, _gamma, _eta) = (alpha, beta, gamma, eta);
        _random = new Random(randomSeed);
    }

    public decimal GetSlippageApproximation(Security asset, Order order)
    {
        var impact = _impact ??= new Impact(_algorithm, asset, _latency, _impactTime);
        if (impact.Volume == 0) return 0m;
        var rate = (double)order.AbsoluteQuantity / impact.ExecutionTime / impact.Volume;
        var noise = impact.Volatility * Math.Sqrt(impact.ImpactTime);
        var permanent = impact.Volatility * impact.ExecutionTime * _gamma * Math.Pow(rate, _alpha) + Normal() * noise;
        var temporary = impact.Volatility * _eta * Math.Pow(rate, _beta) + Normal() * noise;
        var slippage = Math.Min(((temporary + permanent * 0.5) * _random.NextDouble()).SafeDecimalCast(), 1m);
        return (_nonNegative ? Math.Max(0m, slippage) : slippage) * asset.Price;
    }

    private double Normal()
    {
        var (first, second) = (1 - _random.NextDouble(), 1 - _random.NextDouble());
        return Math.Sqrt(-2.0 * Math.Log(first)) * Math.Cos(2.0 * Math.PI * second);
    }

    /// <summary>Daily volatility of up to 252 closes, mean volume of 10 days, and times in trading days.</summary>
    private sealed class Impact
    {
        private readonly RollingWindow<decimal> _volumes = new(10), _prices = new(252);

        public Impact(QCAlgorithm algorithm, Security asset, double latency, double impactTime)
        {
            var days = new Data.Consolidators.TradeBarConsolidator(Time.OneDay);
            days.DataConsolidated += (_, bar) => Add(bar);
            algorithm.SubscriptionManager.AddConsolidator(asset.Symbol, days);
            foreach (var bar in algorithm.History(asset.Symbol, algorithm.Time - TimeSpan.FromDays(370), algorithm.Time, Resolution.Daily)) days.Update(bar);
            var day = asset.Exchange.Hours.RegularMarketDuration.TotalDays;
            ExecutionTime = TimeSpan.FromSeconds(latency).TotalDays / day;
            ImpactTime = ExecutionTime + TimeSpan.FromSeconds(impactTime).TotalDays / day;
        }

        public double Volatility { get; private set; }
        public double Volume { get; private set; }
        public double ExecutionTime { get; }
        public double ImpactTime { get; }

        private void Add(TradeBar bar)
        {
            _prices.Add(bar.Close);
            _volumes.Add(bar.Volume);
            if (_prices.Count < 2) return;
            var returns = new double[_prices.Count - 1];
            for (var i = 0; i < returns.Length; i++) returns[i] = _prices[i + 1] == 0 ? 0 : (double)((_prices[i] - _prices[i + 1]) / _prices[i + 1]);
            Volatility = Math.Sqrt(returns.Variance());
            Volume = (double)_volumes.Average();
        }
    }
}
