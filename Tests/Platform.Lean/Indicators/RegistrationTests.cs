using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;
using QuantConnect.Lean.Engine;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

/// <summary>Indicators that an algorithm registers, over real bars.</summary>
public sealed class RegistrationTests : IDisposable
{
    private readonly string _storage = Directory.CreateTempSubdirectory("registration").FullName;

    public void Dispose() => Directory.Delete(_storage, recursive: true);

    [SharedFact("data/lean/equity/usa/daily/jpm.zip")]
    public void Helpers_Registered_FollowTheDailyBars()
    {
        var algorithm = Run<Registered>();
        Assert.True(algorithm.Days > 200);
        Assert.Equal(algorithm.Days, algorithm.Checked);
        Assert.Equal(["SMA(10,JPM_day)", "BB(20,2,JPM_day)", "ATR(14,JPM_day)", "RSI(14,Wilders,JPM_day)", "OBV(JPM_day)", "B(30,)"], algorithm.Names);
    }

    [SharedFact("data/lean/equity/usa/daily/jpm.zip")]
    public void WarmUpIndicator_NewIndicator_IsReadyAtOnceAndEqualsOneThatWasFed()
    {
        var algorithm = Run<WarmedUp>();
        Assert.True(algorithm.IsReadyFromTheStart);
        Assert.Equal(algorithm.Expected, algorithm.Found);
        Assert.Equal(5, algorithm.HistoryCount);
    }

    [SharedFact("data/lean/equity/usa/hour/spy.zip")]
    public void Consolidate_HourToDaily_RunsFromTheOpeningToTheClose()
    {
        var algorithm = Run<HourToDaily>();
        Assert.True(algorithm.Daily.Count > 15);
        Assert.All(algorithm.Daily, x => Assert.Equal(new TimeSpan(9, 30, 0), x.Time.TimeOfDay));
        Assert.Contains(algorithm.Daily, x => x.EndTime.TimeOfDay == new TimeSpan(16, 0, 0));
        Assert.Equal(algorithm.HourVolumes.Where(x => algorithm.Daily.Exists(y => y.Time.Date == x.Key)).Select(x => (x.Key, x.Value)),
            algorithm.Daily.Select(x => (x.Time.Date, x.Volume)));
    }

    private T Run<T>()
        where T : QCAlgorithm, new()
    {
        var algorithm = new T();
        var run = Backtest.Run(algorithm, new BacktestSettings(SharedFolder.PathOf("data/lean"), _storage, null, "test", new Dictionary<string, string>()));
        Assert.Null(run.RuntimeError);
        return algorithm;
    }

    private sealed class Registered : QCAlgorithm
    {
        private readonly List<TradeBar> _bars = [];
        private Symbol _symbol;
        private SimpleMovingAverage _sma, _deregistered;
        private BollingerBands _bands;
        private AverageTrueRange _atr;
        private RelativeStrengthIndex _rsi;
        private OnBalanceVolume _obv;
        private Maximum _max;
        private Beta _beta;

        public int Days { get; private set; }

        public int Checked { get; private set; }

        public List<string> Names { get; } = [];

        public override void Initialize()
        {
            SetStartDate(2013, 1, 2);
            SetEndDate(2013, 12, 31);
            SetCash(100000);
            SetBenchmark(_ => 0);
            _symbol = AddEquity("JPM", Resolution.Daily).Symbol;
            var other = AddEquity("XOM", Resolution.Daily).Symbol;
            _sma = SMA(_symbol, 10);
            _deregistered = SMA(_symbol, 10);
            _bands = BB(_symbol, 20, 2);
            _atr = ATR(_symbol, 14, MovingAverageType.Wilders);
            _rsi = RSI(_symbol, 14);
            _obv = OBV(_symbol);
            _max = MAX(_symbol, 10);
            _beta = B(_symbol, other, 30);
            Names.AddRange([_sma.Name, _bands.Name, _atr.Name, _rsi.Name, _obv.Name, _beta.Name]);
            DeregisterIndicator(_deregistered);
        }

        public override void OnData(Slice slice)
        {
            if (!slice.Bars.TryGetValue(_symbol, out var bar))
                return;
            Days++;
            _bars.Add(bar);
            var (sma, bands, atr) = (new SimpleMovingAverage(10), new BollingerBands(20, 2), new AverageTrueRange(14));
            foreach (var past in _bars)
            {
                sma.Update(past);
                bands.Update(past);
                atr.Update(past);
            }
            // The bar that a handler sees is in the indicators already.
            if (_sma.Current.Value == sma.Current.Value && _bands.UpperBand.Current.Value == bands.UpperBand.Current.Value && _atr.Current.Value == atr.Current.Value
                && _max.Current.Value == _bars.TakeLast(10).Max(x => x.High) && _obv.Samples == Days && _deregistered.Samples == 0
                && _beta.IsReady == Days >= 31 && _sma.Current.EndTime == Time)
                Checked++;
        }
    }

    private sealed class WarmedUp : QCAlgorithm
    {
        private readonly RelativeStrengthIndex _fed = new(14, MovingAverageType.Simple);
        private RelativeStrengthIndex _warm;
        private Symbol _symbol;

        public bool IsReadyFromTheStart { get; private set; }

        public decimal Expected { get; private set; }

        public decimal Found { get; private set; }

        public int HistoryCount { get; private set; }

        public override void Initialize()
        {
            SetStartDate(2013, 3, 1);
            SetEndDate(2013, 3, 28);
            SetBenchmark(_ => 0);
            _symbol = AddEquity("JPM", Resolution.Daily).Symbol;
            Settings.AutomaticIndicatorWarmUp = true;
            _warm = RSI(_symbol, 14, MovingAverageType.Simple);
            IsReadyFromTheStart = _warm.IsReady;
        }

        public override void OnEndOfAlgorithm()
        {
            // A simple average forgets, so feeding the last bars to a new one must give the same.
            foreach (var bar in History(_symbol, 15, Resolution.Daily))
                _fed.Update(bar);
            Expected = _fed.Current.Value;
            Found = _warm.Current.Value;
            HistoryCount = IndicatorHistory(new SimpleMovingAverage(3), _symbol, 5, Resolution.Daily).Count;
        }
    }

    private sealed class HourToDaily : QCAlgorithm
    {
        private Symbol _symbol;

        public List<TradeBar> Daily { get; } = [];

        public SortedDictionary<DateTime, decimal> HourVolumes { get; } = [];

        public override void Initialize()
        {
            SetStartDate(2013, 7, 1);
            SetEndDate(2013, 7, 31);
            SetBenchmark(_ => 0);
            _symbol = AddEquity("SPY", Resolution.Hour).Symbol;
            Consolidate(_symbol, Resolution.Daily, bar => Daily.Add(bar));
        }

        public override void OnData(Slice slice)
        {
            if (slice.Bars.TryGetValue(_symbol, out var bar))
                HourVolumes[bar.Time.Date] = HourVolumes.GetValueOrDefault(bar.Time.Date) + bar.Volume;
        }
    }
}
