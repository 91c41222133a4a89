using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace QuantConnect.Algorithm;

// Names of indicators, and how they are fed.
public partial class QCAlgorithm
{
    private bool _warnedOfWarmUpPeriod;

    /// <summary>The same as <see cref="AlgorithmSettings.AutomaticIndicatorWarmUp"/>.</summary>
    public bool EnableAutomaticIndicatorWarmUp
    {
        get => Settings.AutomaticIndicatorWarmUp;
        set => Settings.AutomaticIndicatorWarmUp = value;
    }

    /// <summary>The type with the symbol and the resolution: <c>SMA(10,SPY_day)</c>.</summary>
    public string CreateIndicatorName(Symbol symbol, FormattableString type, Resolution? resolution) =>
        CreateIndicatorName(symbol, FormattableString.Invariant(type), resolution);

    public string CreateIndicatorName(Symbol symbol, string type, Resolution? resolution)
    {
        var isNamed = symbol != QuantConnect.Symbol.None && symbol != QuantConnect.Symbol.Empty;
        if (isNamed)
            resolution ??= GetSubscription(symbol).Resolution;
        var suffix = resolution switch
        {
            Resolution.Tick => "tick",
            Resolution.Second => "sec",
            Resolution.Minute => "min",
            Resolution.Hour => "hr",
            Resolution.Daily => "day",
            null => "",
            _ => throw new ArgumentOutOfRangeException(nameof(resolution), resolution, "resolution parameter is out of range.")
        };
        return $"{type}({(isNamed ? $"{symbol}_{suffix}" : suffix)})".Replace(")(", ",");
    }

    /// <summary>Feeds an indicator with bars of a resolution: by default that of the symbol's data.</summary>
    public void RegisterIndicator(Symbol symbol, IndicatorBase<IndicatorDataPoint> indicator, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        RegisterIndicator(symbol, indicator, ResolveConsolidator(symbol, resolution), selector);

    public void RegisterIndicator(Symbol symbol, IndicatorBase<IndicatorDataPoint> indicator, TimeSpan? resolution = null, Func<IBaseData, decimal> selector = null) =>
        RegisterIndicator(symbol, indicator, ResolveConsolidator(symbol, resolution), selector);

    /// <param name="selector">The value of a bar; by default its close.</param>
    public void RegisterIndicator(Symbol symbol, IndicatorBase<IndicatorDataPoint> indicator, IDataConsolidator consolidator, Func<IBaseData, decimal> selector = null)
    {
        selector ??= x => x.Value;
        RegisterConsolidator(symbol, consolidator, null, indicator);
        consolidator.DataConsolidated += (_, bar) => indicator.Update(new IndicatorDataPoint(bar.Symbol, bar.EndTime, selector(bar)));
    }

    public void RegisterIndicator<T>(Symbol symbol, IndicatorBase<T> indicator, Resolution? resolution = null)
        where T : IBaseData => RegisterIndicator(symbol, indicator, ResolveConsolidator(symbol, resolution, typeof(T)));

    public void RegisterIndicator<T>(Symbol symbol, IndicatorBase<T> indicator, Resolution? resolution, Func<IBaseData, T> selector)
        where T : IBaseData => RegisterIndicator(symbol, indicator, ResolveConsolidator(symbol, resolution, typeof(T)), selector);

    public void RegisterIndicator<T>(Symbol symbol, IndicatorBase<T> indicator, TimeSpan? resolution, Func<IBaseData, T> selector = null)
        where T : IBaseData => RegisterIndicator(symbol, indicator, ResolveConsolidator(symbol, resolution, typeof(T)), selector);

    /// <exception cref="ArgumentException">The consolidator makes bars that the indicator does not take.</exception>
    public void RegisterIndicator<T>(Symbol symbol, IndicatorBase<T> indicator, IDataConsolidator consolidator, Func<IBaseData, T> selector = null)
        where T : IBaseData
    {
        RegisterConsolidator(symbol, consolidator, null, indicator);
        if (!typeof(T).IsAssignableFrom(consolidator.OutputType) && (selector != null || typeof(T) != typeof(IndicatorDataPoint)))
            throw new ArgumentException($"Type mismatch found between consolidator and indicator for symbol: {symbol}." +
                $"Consolidator outputs type {consolidator.OutputType.Name} but indicator expects input type {typeof(T).Name}", nameof(consolidator));
        selector ??= InputOf<T>;
        consolidator.DataConsolidated += (_, bar) => indicator.Update(selector(bar));
    }

    public void UnregisterIndicator(IndicatorBase indicator) => DeregisterIndicator(indicator);

    /// <summary>Stops feeding an indicator.</summary>
    public void DeregisterIndicator(IndicatorBase indicator)
    {
        foreach (var consolidator in indicator.Consolidators)
            SubscriptionManager.RemoveConsolidator(null, consolidator);
        indicator.Consolidators.Clear();
    }

    /// <summary>Feeds an indicator with as many past bars as it needs to be ready.</summary>
    public void WarmUpIndicator(Symbol symbol, IndicatorBase<IndicatorDataPoint> indicator, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        WarmUpIndicator([symbol], indicator, resolution, selector);

    public void WarmUpIndicator(IEnumerable<Symbol> symbols, IndicatorBase<IndicatorDataPoint> indicator, Resolution? resolution = null, Func<IBaseData, decimal> selector = null)
    {
        if (TryGetWarmUpPeriod(indicator, out _))
            IndicatorHistory(indicator, symbols, 0, resolution, selector);
    }

    /// <summary>The same with bars of a length made of past bars of the next finer resolution.</summary>
    public void WarmUpIndicator(Symbol symbol, IndicatorBase<IndicatorDataPoint> indicator, TimeSpan period, Func<IBaseData, decimal> selector = null) =>
        WarmUpIndicator([symbol], indicator, period, selector);

    public void WarmUpIndicator(IEnumerable<Symbol> symbols, IndicatorBase<IndicatorDataPoint> indicator, TimeSpan period, Func<IBaseData, decimal> selector = null)
    {
        selector ??= x => x.Value;
        WarmUp<IBaseData>(symbols, indicator, period, bar => indicator.Update(new IndicatorDataPoint(bar.Symbol, bar.EndTime, selector(bar))));
    }

    public void WarmUpIndicator<T>(Symbol symbol, IndicatorBase<T> indicator, Resolution? resolution = null, Func<IBaseData, T> selector = null)
        where T : class, IBaseData => WarmUpIndicator([symbol], indicator, resolution, selector);

    public void WarmUpIndicator<T>(IEnumerable<Symbol> symbols, IndicatorBase<T> indicator, Resolution? resolution = null, Func<IBaseData, T> selector = null)
        where T : class, IBaseData
    {
        if (TryGetWarmUpPeriod(indicator, out _))
            IndicatorHistory(indicator, symbols, 0, resolution, selector);
    }

    public void WarmUpIndicator<T>(Symbol symbol, IndicatorBase<T> indicator, TimeSpan period, Func<IBaseData, T> selector = null)
        where T : class, IBaseData => WarmUpIndicator([symbol], indicator, period, selector);

    public void WarmUpIndicator<T>(IEnumerable<Symbol> symbols, IndicatorBase<T> indicator, TimeSpan period, Func<IBaseData, T> selector = null)
        where T : class, IBaseData
    {
        selector ??= InputOf<T>;
        WarmUp<IBaseData>(symbols, indicator, period, bar => indicator.Update(selector(bar)));
    }

    /// <summary>Feeds an indicator, from new, with past bars.</summary>
    /// <param name="period">Values wanted; the bars that make it ready come on top. With 0, only those.</param>
    /// <returns>Its values since it was ready.</returns>
    public IndicatorHistory IndicatorHistory(IndicatorBase<IndicatorDataPoint> indicator, Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        IndicatorHistory(indicator, [symbol], period, resolution, selector);

    public IndicatorHistory IndicatorHistory(IndicatorBase<IndicatorDataPoint> indicator, IEnumerable<Symbol> symbols, int period, Resolution? resolution = null, Func<IBaseData, decimal> selector = null) =>
        IndicatorHistory(indicator, History(symbols, BarsFor(indicator, period), resolution), selector);

    public IndicatorHistory IndicatorHistory<T>(IndicatorBase<T> indicator, Symbol symbol, int period, Resolution? resolution = null, Func<IBaseData, T> selector = null)
        where T : IBaseData => IndicatorHistory(indicator, [symbol], period, resolution, selector);

    public IndicatorHistory IndicatorHistory<T>(IndicatorBase<T> indicator, IEnumerable<Symbol> symbols, int period, Resolution? resolution = null, Func<IBaseData, T> selector = null)
        where T : IBaseData => IndicatorHistory(indicator, History(symbols, BarsFor(indicator, period), resolution), selector);

    /// <summary>Feeds an indicator, from new, with the bars of a history.</summary>
    public IndicatorHistory IndicatorHistory(IndicatorBase<IndicatorDataPoint> indicator, IEnumerable<Slice> history, Func<IBaseData, decimal> selector = null)
    {
        selector ??= x => x.Value;
        return QuantConnect.Data.IndicatorHistory.Of(indicator, Bars(history), bar => indicator.Update(new IndicatorDataPoint(bar.Symbol, bar.EndTime, selector(bar))));
    }

    public IndicatorHistory IndicatorHistory<T>(IndicatorBase<T> indicator, IEnumerable<Slice> history, Func<IBaseData, T> selector = null)
        where T : IBaseData
    {
        selector ??= InputOf<T>;
        return QuantConnect.Data.IndicatorHistory.Of(indicator, Bars(history), bar => indicator.Update(selector(bar)));
    }

    private T Start<T>(T indicator, Resolution? resolution, Func<IBaseData, decimal> selector, params Symbol[] symbols)
        where T : IndicatorBase<IndicatorDataPoint>
    {
        foreach (var symbol in symbols)
            RegisterIndicator(symbol, indicator, ResolveConsolidator(symbol, resolution), selector);
        if (Settings.AutomaticIndicatorWarmUp)
            WarmUpIndicator(symbols, indicator, resolution, selector);
        return indicator;
    }

    private T Start<T>(T indicator, Resolution? resolution, Func<IBaseData, IBaseDataBar> selector, params Symbol[] symbols)
        where T : IndicatorBase<IBaseDataBar>
    {
        StartBars(indicator, resolution, selector, symbols);
        return indicator;
    }

    private T Start<T>(T indicator, Resolution? resolution, Func<IBaseData, TradeBar> selector, params Symbol[] symbols)
        where T : IndicatorBase<TradeBar>
    {
        StartBars(indicator, resolution, selector, symbols);
        return indicator;
    }

    private void StartBars<T>(IndicatorBase<T> indicator, Resolution? resolution, Func<IBaseData, T> selector, Symbol[] symbols)
        where T : class, IBaseData
    {
        foreach (var symbol in symbols)
            RegisterIndicator(symbol, indicator, resolution, selector);
        if (Settings.AutomaticIndicatorWarmUp)
            WarmUpIndicator(symbols, indicator, resolution, selector);
    }

    private void WarmUp<T>(IEnumerable<Symbol> symbols, IIndicator indicator, TimeSpan length, Action<T> handler)
        where T : class, IBaseData
    {
        if (!TryGetWarmUpPeriod(indicator, out var bars) || bars == 0)
            return;
        var resolution = length.ToHigherResolutionEquivalent(false);
        var ticks = resolution.ToTimeSpan().Ticks;
        if (ticks != 0)
            bars *= (int)(length.Ticks / ticks);

        var consolidators = symbols.ToDictionary(x => x, x => CreateConsolidator(ticks == length.Ticks ? TimeSpan.Zero : length, GetSubscription(x).Type));
        foreach (var consolidator in consolidators.Values)
            consolidator.DataConsolidated += (_, bar) => handler((T)bar);
        foreach (var bar in Bars(History(consolidators.Keys, bars, resolution)))
            if (consolidators.TryGetValue(bar.Symbol, out var consolidator))
                consolidator.Update(bar);
        foreach (var (symbol, consolidator) in consolidators)
        {
            consolidator.Scan(Securities[symbol].LocalTime);
            consolidator.Dispose();
        }
    }

    private static IEnumerable<IBaseData> Bars(IEnumerable<Slice> history) => history.SelectMany(slice => slice.Bars.Values);

    private static int BarsFor(IIndicator indicator, int period)
    {
        var warmUp = (indicator as IIndicatorWarmUpPeriodProvider)?.WarmUpPeriod ?? 0;
        // The bar that makes it ready is the first one with a value.
        return period + (warmUp > 0 && period > 0 ? warmUp - 1 : warmUp);
    }

    private bool TryGetWarmUpPeriod(IIndicator indicator, out int period)
    {
        period = (indicator as IIndicatorWarmUpPeriodProvider)?.WarmUpPeriod ?? 0;
        if (indicator is IIndicatorWarmUpPeriodProvider)
            return true;
        if (!_warnedOfWarmUpPeriod)
            Debug($"Warning: the 'WarmUpIndicator' feature only works with indicators which inherit from '{nameof(IIndicatorWarmUpPeriodProvider)}'" +
                " and define a warm up period, setting property 'WarmUpPeriod' with a value > 0." +
                $" The provided indicator of type '{indicator.GetType().Name}' will not be warmed up.");
        _warnedOfWarmUpPeriod = true;
        return false;
    }

    private static T InputOf<T>(IBaseData bar)
        where T : IBaseData => typeof(T) == typeof(IndicatorDataPoint) && bar is not IndicatorDataPoint
            ? (T)(object)new IndicatorDataPoint(bar.Symbol, bar.EndTime, bar.Value)
            : (T)bar;
}
