using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace QuantConnect.Algorithm;

// Larger bars of a symbol's data.
public partial class QCAlgorithm
{
    /// <summary>Calls the handler with each bar of a resolution, made of the symbol's data.</summary>
    /// <returns>The consolidator, by which the calls can be stopped.</returns>
    /// <exception cref="ArgumentException">The data is coarser than the bars.</exception>
    public IDataConsolidator Consolidate(Symbol symbol, Resolution period, Action<TradeBar> handler) => Consolidate(symbol, period, TickType.Trade, handler);

    public IDataConsolidator Consolidate(Symbol symbol, TimeSpan period, Action<TradeBar> handler) => Consolidate(symbol, period, TickType.Trade, handler);

    public IDataConsolidator Consolidate(Symbol symbol, Resolution period, Action<QuoteBar> handler) => Consolidate(symbol, period.ToTimeSpan(), TickType.Quote, handler);

    public IDataConsolidator Consolidate(Symbol symbol, TimeSpan period, Action<QuoteBar> handler) => Consolidate(symbol, period, TickType.Quote, handler);

    public IDataConsolidator Consolidate<T>(Symbol symbol, TimeSpan period, Action<T> handler)
        where T : class, IBaseData => Consolidate(symbol, period, TickTypeOf(typeof(T)), handler);

    public IDataConsolidator Consolidate<T>(Symbol symbol, Resolution period, TickType? tickType, Action<T> handler)
        where T : class, IBaseData => Follow(symbol, CreateConsolidator(symbol, null, tickType, null, period, typeof(T)), tickType, handler);

    public IDataConsolidator Consolidate<T>(Symbol symbol, TimeSpan period, TickType? tickType, Action<T> handler)
        where T : class, IBaseData => Follow(symbol, CreateConsolidator(symbol, null, tickType, period, null, typeof(T)), tickType, handler);

    /// <summary>Calls the handler with each bar of a calendar, see <see cref="Calendar"/>.</summary>
    public IDataConsolidator Consolidate(Symbol symbol, Func<DateTime, CalendarInfo> calendar, Action<QuoteBar> handler) => Consolidate(symbol, calendar, TickType.Quote, handler);

    public IDataConsolidator Consolidate(Symbol symbol, Func<DateTime, CalendarInfo> calendar, Action<TradeBar> handler) => Consolidate(symbol, calendar, TickType.Trade, handler);

    public IDataConsolidator Consolidate<T>(Symbol symbol, Func<DateTime, CalendarInfo> calendar, Action<T> handler)
        where T : class, IBaseData => Consolidate(symbol, calendar, TickTypeOf(typeof(T)), handler);

    public IDataConsolidator Consolidate<T>(Symbol symbol, Func<DateTime, CalendarInfo> calendar, TickType? tickType, Action<T> handler)
        where T : class, IBaseData => Follow(symbol, CreateConsolidator(symbol, calendar, tickType, null, null, typeof(T)), tickType, handler);

    /// <summary>Calls the handler with each bar of a size: of so much volume or price for renko bars, of so many ticks for range bars, otherwise of so many inputs.</summary>
    public IDataConsolidator Consolidate<T>(Symbol symbol, decimal size, TickType? tickType, Action<T> handler)
        where T : class, IBaseData => Follow(symbol, CreateConsolidator(symbol, size, tickType, typeof(T)), tickType, handler);

    /// <summary>A consolidator from the symbol's data to bars of a resolution; it passes the data on where they are the same.</summary>
    public IDataConsolidator ResolveConsolidator(Symbol symbol, Resolution? resolution, Type dataType = null) =>
        CreateConsolidator(symbol, null, dataType == null ? null : TickTypeOf(dataType), null, resolution, null);

    public IDataConsolidator ResolveConsolidator(Symbol symbol, TimeSpan? timeSpan, Type dataType = null) =>
        CreateConsolidator(symbol, null, dataType == null ? null : TickTypeOf(dataType), timeSpan, null, null);

    /// <param name="period">Length of the bars; zero passes the input on.</param>
    public static IDataConsolidator CreateConsolidator(TimeSpan period, Type consolidatorInputType, TickType? tickType = null)
    {
        if (period == TimeSpan.Zero)
            return CreateConsolidator(consolidatorInputType, new IdentityDataConsolidator<TradeBar>(), new IdentityDataConsolidator<QuoteBar>(),
                new IdentityDataConsolidator<Tick>(), new IdentityDataConsolidator<BaseData>());
        return CreateConsolidator(consolidatorInputType, new TradeBarConsolidator(period), new QuoteBarConsolidator(period),
            tickType == TickType.Quote ? new TickQuoteBarConsolidator(period) : new TickConsolidator(period), new BaseDataConsolidator(period));
    }

    private IDataConsolidator CreateConsolidator(Symbol symbol, decimal size, TickType? tickType, Type output)
    {
        var subscription = GetSubscription(symbol);
        if (output == typeof(VolumeRenkoBar)) return new VolumeRenkoConsolidator(size);
        if (output == typeof(RenkoBar)) return new RenkoConsolidator(size);
        if (output == typeof(RangeBar)) return new RangeConsolidator((int)size);
        if (subscription.Resolution == Resolution.Tick) return tickType == TickType.Quote ? new TickQuoteBarConsolidator((int)size) : new TickConsolidator((int)size);
        if (output == typeof(TradeBar)) return new TradeBarConsolidator((int)size);
        return output == typeof(QuoteBar) ? new QuoteBarConsolidator((int)size) : new BaseDataConsolidator((int)size);
    }

    private static IDataConsolidator CreateConsolidator(Type input, IDataConsolidator ofTradeBars, IDataConsolidator ofQuoteBars, IDataConsolidator ofTicks, IDataConsolidator ofOther)
    {
        if (typeof(TradeBar).IsAssignableFrom(input))
            return ofTradeBars;
        if (typeof(QuoteBar).IsAssignableFrom(input))
            return ofQuoteBars;
        return typeof(Tick).IsAssignableFrom(input) ? ofTicks : ofOther;
    }

    private IDataConsolidator CreateConsolidator(Symbol symbol, Func<DateTime, CalendarInfo> calendar, TickType? tickType, TimeSpan? period, Resolution? resolution, Type handled)
    {
        var subscription = GetSubscription(symbol, tickType);
        if (period < subscription.Increment || resolution < subscription.Resolution)
            throw new ArgumentException($"Unable to create {symbol} consolidator because {symbol} is registered for {subscription.Resolution} data. Consolidators require higher resolution data to produce lower resolution data.");

        IDataConsolidator consolidator;
        if (calendar != null)
            consolidator = CreateConsolidator(subscription.Type, new TradeBarConsolidator(calendar), new QuoteBarConsolidator(calendar),
                subscription.TickType == TickType.Quote ? new TickQuoteBarConsolidator(calendar) : new TickConsolidator(calendar), new BaseDataConsolidator(calendar));
        else if (period == null && resolution == null || period == subscription.Increment || resolution == subscription.Resolution)
            consolidator = CreateConsolidator(TimeSpan.Zero, subscription.Type);
        else if (resolution == Resolution.Daily)
            consolidator = new MarketHourAwareConsolidator(Settings.DailyPreciseEndTime, Resolution.Daily, subscription.Type, subscription.TickType,
                Settings.DailyConsolidationUseExtendedMarketHours, Securities[symbol].Exchange.Hours);
        else
            consolidator = CreateConsolidator(period ?? resolution.Value.ToTimeSpan(), subscription.Type, subscription.TickType);

        if (handled != null && !handled.IsAssignableFrom(consolidator.OutputType))
            throw new ArgumentException("Unable to consolidate with the specified handler because the consolidator's output type " +
                $"is {consolidator.OutputType.Name} but the handler's input type is {handled.Name}.");
        return consolidator;
    }

    private IDataConsolidator Follow<T>(Symbol symbol, IDataConsolidator consolidator, TickType? tickType, Action<T> handler)
        where T : class, IBaseData
    {
        if (handler == null)
            return consolidator;
        consolidator.DataConsolidated += (_, consolidated) => handler((T)consolidated);
        RegisterConsolidator(symbol, consolidator, tickType, null);
        return consolidator;
    }

    private void RegisterConsolidator(Symbol symbol, IDataConsolidator consolidator, TickType? tickType, IndicatorBase indicator)
    {
        // By these the indicator can be deregistered.
        indicator?.Consolidators.Add(consolidator);
        SubscriptionManager.AddConsolidator(symbol, consolidator, tickType);
    }

    /// <summary>The symbol's data: of a kind if there is some, otherwise the first. A security that was not added yet is.</summary>
    private SubscriptionDataConfig GetSubscription(Symbol symbol, TickType? tickType = null)
    {
        var subscriptions = SubscriptionManager.GetSubscriptionDataConfigs(symbol);
        if (subscriptions.Count == 0)
        {
            AddSecurity(symbol);
            subscriptions = SubscriptionManager.GetSubscriptionDataConfigs(symbol);
        }
        return subscriptions.Find(x => tickType == null || x.TickType == tickType)
            ?? subscriptions.FirstOrDefault()
            ?? throw new ArgumentException($"Please register to receive data for symbol '{symbol}' using the AddSecurity() function.", nameof(symbol));
    }

    private static TickType? TickTypeOf(Type data)
    {
        if (data.IsAbstract)
            return null;
        return data == typeof(QuoteBar) ? TickType.Quote : data == typeof(TradeBar) || data == typeof(Tick) ? TickType.Trade : null;
    }
}
