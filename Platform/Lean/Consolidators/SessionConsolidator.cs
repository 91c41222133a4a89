using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.Consolidators;
using QuantConnect.Data.Market;
using QuantConnect.Securities;

namespace Common.Data.Consolidators;

/// <summary>Makes a bar of each day's regular session. The bar of the day in progress is there before its first data.</summary>
public class SessionConsolidator : PeriodCountConsolidatorBase<BaseData, SessionBar>
{
    private readonly SecurityExchangeHours _exchangeHours;
    private readonly TickType _sourceTickType;
    private readonly Symbol _symbol;
    private bool _hasData;

    /// <param name="sourceTickType">Whether prices are those of trades or the middle of quotes; volume is that of trades.</param>
    public SessionConsolidator(SecurityExchangeHours exchangeHours, TickType sourceTickType, Symbol symbol)
        : base(QuantConnect.Time.OneDay)
    {
        (_exchangeHours, _sourceTickType, _symbol) = (exchangeHours, sourceTickType, symbol);
        Begin();
    }

    internal SessionBar WorkingInstance => _workingBar ?? Begin();

    /// <summary>Completes the bar in progress once its day is over.</summary>
    public void ValidateAndScan(DateTime currentLocalTime)
    {
        if (_hasData && currentLocalTime.Date != WorkingInstance.Time.Date) Scan(currentLocalTime);
    }

    public override void Reset()
    {
        base.Reset();
        Begin();
    }

    protected override void AggregateBar(ref SessionBar workingBar, BaseData data)
    {
        workingBar ??= Begin();
        if (!_hasData)
        {
            _hasData = true;
            if (workingBar.Time == DateTime.MaxValue || data.Time.Date > workingBar.Time) workingBar.Time = data.Time.Date;
        }
        if (data is Tick { TickType: TickType.OpenInterest }) workingBar.OpenInterest = data.Value;
        else if (_exchangeHours.IsOpen(data.Time, data.EndTime, false)) workingBar.Update(data, Consolidated);
    }

    protected override void OnDataConsolidated(SessionBar e)
    {
        _workingBar = null;
        base.OnDataConsolidated(e);
    }

    /// <summary>Nothing: a handler of the completed bar may have begun the next.</summary>
    protected override void ResetWorkingBar()
    {
    }

    // The first bar has the day of its data; others are of the trading day after the last one, unless their data come later.
    private SessionBar Begin()
    {
        _hasData = false;
        return _workingBar = new SessionBar(_sourceTickType)
        {
            Time = Consolidated is { } last ? _exchangeHours.GetNextTradingDay(last.Time).Date : DateTime.MaxValue,
            Symbol = _symbol,
        };
    }
}
