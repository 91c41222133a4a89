using MathNet.Numerics.Statistics;
using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Indicators;
using QuantConnect.Interfaces;
using QuantConnect.Securities.Volatility;

namespace QuantConnect.Securities
{
    /// <summary>The standard deviation of returns, times √252.</summary>
    public class StandardDeviationOfReturnsVolatilityModel : BaseVolatilityModel
    {
        private readonly RollingWindow<double> _returns;
        private readonly Resolution? _resolution;
        private readonly TimeSpan _frequency;
        private DateTime _last;
        private decimal _price;
        private decimal? _volatility;

        /// <param name="periods">Returns that count.</param>
        /// <param name="resolution">Of the history that the model begins anew with; default daily.</param>
        /// <param name="updateFrequency">Least time between two prices; default that of the resolution.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="periods"/> is below 2.</exception>
        public StandardDeviationOfReturnsVolatilityModel(int periods, Resolution? resolution = null, TimeSpan? updateFrequency = null)
        {
            if (periods < 2) throw new ArgumentOutOfRangeException(nameof(periods), periods, "'periods' must be greater than or equal to 2.");
            _returns = new RollingWindow<double>(periods);
            _resolution = resolution;
            _frequency = updateFrequency ?? resolution?.ToTimeSpan() ?? Time.OneDay;
        }

        /// <summary>With 30 days, 720 hours, 1440 minutes, or 600 seconds.</summary>
        public StandardDeviationOfReturnsVolatilityModel(Resolution resolution, TimeSpan? updateFrequency = null)
            : this(resolution switch { Resolution.Tick or Resolution.Second => 600, Resolution.Minute => 1440, Resolution.Hour => 720, _ => 30 }, resolution, updateFrequency)
        {
        }

        /// <summary>Per year; 0 before there are two returns.</summary>
        public override decimal Volatility => _returns.Count < 2 ? 0m : _volatility ??= _returns.StandardDeviation().SafeDecimalCast() * (decimal)Math.Sqrt(252.0);

        public override void Update(Security security, BaseData data)
        {
            if (data.EndTime - _last < _frequency || data.Value <= 0) return;
            if (_price > 0)
            {
                _returns.Add((double)(data.Value / _price) - 1.0);
                _volatility = null;
            }
            (_last, _price) = (data.EndTime, data.Value);
        }

        /// <summary>Also empties the model.</summary>
        public override IEnumerable<HistoryRequest> GetHistoryRequirements(Security security, DateTime utcTime)
        {
            (_last, _price, _volatility) = (default, 0m, null);
            _returns.Reset();
            return GetHistoryRequirements(security, utcTime, _resolution, _returns.Size + 1);
        }
    }

    /// <summary>The standard deviation of prices over the size of their mean.</summary>
    public class RelativeStandardDeviationVolatilityModel : BaseVolatilityModel
    {
        private readonly RollingWindow<double> _prices;
        private readonly TimeSpan _period;
        private DateTime _last;
        private decimal? _volatility;

        /// <param name="periodSpan">Least time between two prices.</param>
        /// <param name="periods">Prices that count.</param>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="periods"/> is below 2.</exception>
        public RelativeStandardDeviationVolatilityModel(TimeSpan periodSpan, int periods)
        {
            if (periods < 2) throw new ArgumentOutOfRangeException(nameof(periods), periods, "'periods' must be greater than or equal to 2.");
            _prices = new RollingWindow<double>(periods);
            _period = periodSpan;
        }

        /// <summary>0 before there are two prices.</summary>
        public override decimal Volatility
        {
            get
            {
                if (_prices.Count < 2) return 0m;
                if (_volatility is { } known) return known;
                var mean = Math.Abs(_prices.Mean().SafeDecimalCast());
                return (_volatility = mean == 0 ? 0m : _prices.StandardDeviation().SafeDecimalCast() / mean).Value;
            }
        }

        public override void Update(Security security, BaseData data)
        {
            if (data.EndTime - _last < _period || data.Value <= 0) return;
            _prices.Add((double)data.Value);
            (_last, _volatility) = (data.EndTime, null);
        }

        /// <summary>Also empties the model.</summary>
        public override IEnumerable<HistoryRequest> GetHistoryRequirements(Security security, DateTime utcTime)
        {
            (_last, _volatility) = (default, null);
            _prices.Reset();
            return GetHistoryRequirements(security, utcTime, security.Subscriptions.Min(x => x.Resolution), _prices.Size + 1);
        }
    }

    /// <summary>An indicator's value.</summary>
    public class IndicatorVolatilityModel : BaseVolatilityModel
    {
        private readonly IIndicator _indicator;
        private readonly Action<Security, BaseData, IIndicator> _update;

        /// <summary>An indicator that is fed elsewhere.</summary>
        public IndicatorVolatilityModel(IIndicator indicator) => _indicator = indicator;

        /// <param name="indicatorUpdate">Feeds the indicator with the security's data.</param>
        public IndicatorVolatilityModel(IIndicator indicator, Action<Security, BaseData, IIndicator> indicatorUpdate) => (_indicator, _update) = (indicator, indicatorUpdate);

        public override decimal Volatility => _indicator.Current.Value;

        public override void Update(Security security, BaseData data) => _update?.Invoke(security, data, _indicator);
    }
}

namespace QuantConnect.Securities.Volatility
{
    /// <summary>Feeds volatility models with past bars.</summary>
    public static class VolatilityModelExtensions
    {
        /// <summary>Feeds the last bars; raw ones scaled as they trade now.</summary>
        public static void WarmUp(this IndicatorVolatilityModel volatilityModel, IAlgorithm algorithm, Security security, Resolution? resolution, int barCount, DataNormalizationMode? dataNormalizationMode = null) =>
            WarmUp(volatilityModel, (QCAlgorithm)algorithm, security, volatilityModel.GetHistoryRequirements(security, algorithm.UtcTime, resolution, barCount), dataNormalizationMode);

        /// <summary>Begins a model anew, after a split or dividend of raw prices.</summary>
        internal static void WarmUp(this IVolatilityModel volatilityModel, QCAlgorithm algorithm, Security security, DataNormalizationMode dataNormalizationMode)
        {
            if (!ReferenceEquals(volatilityModel, VolatilityModel.Null))
                WarmUp(volatilityModel, algorithm, security, volatilityModel.GetHistoryRequirements(security, algorithm.UtcTime) ?? [], dataNormalizationMode);
        }

        private static void WarmUp(IVolatilityModel volatilityModel, QCAlgorithm algorithm, Security security, IEnumerable<HistoryRequest> requests, DataNormalizationMode? mode)
        {
            (volatilityModel as BaseVolatilityModel)?.SetSubscriptionDataConfigProvider(algorithm.SubscriptionManager.SubscriptionDataConfigService);
            foreach (var request in requests.ToList())
            {
                if (mode == DataNormalizationMode.Raw) request.DataNormalizationMode = DataNormalizationMode.ScaledRaw;
                var (start, end) = (request.StartTimeUtc.ConvertFromUtc(algorithm.TimeZone), request.EndTimeUtc.ConvertFromUtc(algorithm.TimeZone));
                foreach (var bar in algorithm.History(request.Symbol, start, end, request.Resolution, dataNormalizationMode: request.DataNormalizationMode))
                    volatilityModel.Update(security, bar);
            }
        }
    }
}
