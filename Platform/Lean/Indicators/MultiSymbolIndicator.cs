using NodaTime;
using QuantConnect.Data;
using QuantConnect.Securities;

namespace QuantConnect.Indicators;

/// <summary>An indicator of several symbols; a new value comes when all have data for the same time (the same day, hour or minute,
/// by the first input's resolution).</summary>
public abstract class MultiSymbolIndicator<TInput> : IndicatorBase<TInput>, IIndicatorWarmUpPeriodProvider
    where TInput : IBaseData
{
    protected Dictionary<Symbol, SymbolData> DataBySymbol { get; }

    protected decimal IndicatorValue { get; set; }

    public int WarmUpPeriod { get; set; }

    public override bool IsReady => DataBySymbol.Values.All(x => x.DataPoints.IsReady);

    protected MultiSymbolIndicator(string name, IEnumerable<Symbol> symbols, int period)
        : base(name)
    {
        DataBySymbol = symbols.ToDictionary(x => x, x => new SymbolData(x, period));
        // Days that end at different times need one more bar to overlap.
        var zones = DataBySymbol.Values.Select(x => x.ExchangeTimeZone).Distinct().Count();
        WarmUpPeriod = period + (zones > 1 ? 1 : 0);
    }

    /// <exception cref="ArgumentException">The input's symbol is none of the indicator's.</exception>
    protected override decimal ComputeNextValue(TInput input)
    {
        if (!DataBySymbol.TryGetValue(input.Symbol, out var own))
            throw new ArgumentException($"Input symbol {input.Symbol} does not correspond to any of the symbols this indicator works on ({string.Join(", ", DataBySymbol.Keys)})", nameof(input));

        if (Samples == 1)
        {
            var span = input.EndTime - input.Time;
            var resolution = span.TotalHours > 1 ? Resolution.Daily : span.ToHigherResolutionEquivalent(false);
            foreach (var data in DataBySymbol.Values)
                data.SetResolution(resolution);
            own.CurrentInput = input;
            return 0m;
        }

        own.CurrentInput = input;
        if (DataBySymbol.Values.All(x => x.CurrentInputEndTimeUtc == own.CurrentInputEndTimeUtc))
        {
            foreach (var data in DataBySymbol.Values)
                data.DataPoints.Add(data.CurrentInput);
            IndicatorValue = ComputeIndicator();
        }
        return IndicatorValue;
    }

    /// <summary>Called after the windows of all symbols have got their next point.</summary>
    protected abstract decimal ComputeIndicator();

    public override void Reset()
    {
        IndicatorValue = 0;
        foreach (var data in DataBySymbol.Values)
            data.Reset();
        base.Reset();
    }

    protected class SymbolData
    {
        private TInput _currentInput;
        private Resolution _resolution;

        public SymbolData(Symbol symbol, int period)
        {
            ExchangeTimeZone = MultiSymbolHours.Of(symbol).TimeZone;
            DataPoints = new RollingWindow<TInput>(period);
        }

        public event EventHandler<TInput> NewInput;

        public DateTimeZone ExchangeTimeZone { get; }

        public RollingWindow<TInput> DataPoints { get; }

        /// <summary>End of the input, cut to the resolution.</summary>
        public DateTime CurrentInputEndTimeUtc { get; private set; }

        public TInput CurrentInput
        {
            get => _currentInput;
            set
            {
                _currentInput = value;
                if (value == null)
                {
                    CurrentInputEndTimeUtc = default;
                    return;
                }
                var end = value.EndTime.ConvertToUtc(ExchangeTimeZone);
                CurrentInputEndTimeUtc = _resolution is Resolution.Daily or Resolution.Hour or Resolution.Minute ? end.RoundDown(_resolution.ToTimeSpan()) : end;
                NewInput?.Invoke(this, value);
            }
        }

        public void SetResolution(Resolution resolution) => _resolution = resolution;

        public void Reset()
        {
            DataPoints.Reset();
            CurrentInput = default;
        }
    }
}

/// <summary>Exchange hours for indicators, which do not know the algorithm that they are made for.</summary>
internal static class MultiSymbolHours
{
    [ThreadStatic] private static MarketHoursDatabase _ofRun;

    /// <summary>Makes an indicator with the hours of an algorithm's data folder instead of the configured one.</summary>
    public static T Make<T>(MarketHoursDatabase database, Func<T> make)
    {
        _ofRun = database;
        try
        {
            return make();
        }
        finally
        {
            _ofRun = null;
        }
    }

    public static SecurityExchangeHours Of(Symbol symbol) =>
        (_ofRun ?? MarketHoursDatabase.FromDataFolder()).GetExchangeHours(symbol.ID.Market, symbol, symbol.ID.SecurityType);
}

/// <summary>An indicator of a target and a reference.</summary>
public abstract class DualSymbolIndicator<TInput> : MultiSymbolIndicator<TInput>
    where TInput : IBaseData
{
    protected IReadOnlyWindow<TInput> TargetDataPoints { get; }

    protected IReadOnlyWindow<TInput> ReferenceDataPoints { get; }

    protected Symbol ReferenceSymbol { get; }

    protected Symbol TargetSymbol { get; }

    protected DualSymbolIndicator(string name, Symbol targetSymbol, Symbol referenceSymbol, int period)
        : base(name, [targetSymbol, referenceSymbol], period)
    {
        TargetDataPoints = DataBySymbol[targetSymbol].DataPoints;
        ReferenceDataPoints = DataBySymbol[referenceSymbol].DataPoints;
        TargetSymbol = targetSymbol;
        ReferenceSymbol = referenceSymbol;
    }
}
