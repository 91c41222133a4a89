namespace QuantConnect.Data.Consolidators;

/// <summary>Makes bars of a number of inputs, of a time span, or of a calendar.</summary>
/// <remarks>A bar by count is complete with its last input. A bar by time is complete when data arrives that starts at or after its end, or when
/// <see cref="Scan"/> sees that time.</remarks>
public abstract class PeriodCountConsolidatorBase<T, TConsolidated> : DataConsolidator<T>
    where T : IBaseData
    where TConsolidated : BaseData
{
    private readonly int? _maxCount;
    private readonly BarPeriod _bars;
    private TimeSpan? _period;
    private SecurityIdentifier _security;
    private bool _hasSecurity;
    private int _currentCount;
    private DateTime? _lastEmit;
    private bool _lengthIsChecked;

    /// <summary>The bar in progress; null where there is none.</summary>
    protected TConsolidated _workingBar;

    private protected PeriodCountConsolidatorBase(int? maxCount, BarPeriod bars)
    {
        _maxCount = maxCount;
        _bars = bars;
        _period = bars.Length;
    }

    /// <param name="startTime">Time of the day at which bars start; by default at multiples of the period.</param>
    protected PeriodCountConsolidatorBase(TimeSpan period, TimeSpan? startTime = null)
        : this(null, new BarPeriod.Aligned(period, startTime))
    {
    }

    protected PeriodCountConsolidatorBase(int maxCount)
        : this(maxCount, new BarPeriod.Unaligned(null))
    {
    }

    /// <summary>A bar is complete after so many inputs or so much time, whichever comes first.</summary>
    protected PeriodCountConsolidatorBase(int maxCount, TimeSpan period)
        : this(maxCount, new BarPeriod.Unaligned(period))
    {
    }

    protected PeriodCountConsolidatorBase(Func<DateTime, CalendarInfo> func)
        : this(null, new BarPeriod.Scheduled(func))
    {
    }

    public override Type OutputType => typeof(TConsolidated);

    public override IBaseData WorkingData => _workingBar?.Clone();

    public new event EventHandler<TConsolidated> DataConsolidated;

    protected bool IsTimeBased => !_maxCount.HasValue;

    protected TimeSpan? Period => _period;

    /// <exception cref="InvalidOperationException">The data is of another symbol than before.</exception>
    /// <exception cref="ArgumentException">The data is longer than the bars.</exception>
    public override void Update(T data)
    {
        CheckSecurity(data);
        if (!ShouldProcess(data))
            return;
        CheckLength(data);

        var isComplete = false;
        var aggregateFirst = _maxCount.HasValue;
        if (_maxCount.HasValue && ++_currentCount >= _maxCount)
        {
            _currentCount = 0;
            isComplete = true;
        }
        _lastEmit ??= IsTimeBased ? DateTime.MinValue : data.Time;
        if (_period == TimeSpan.Zero)
        {
            isComplete = true;
            aggregateFirst = true;
        }
        else if (_period.HasValue && _workingBar != null && data.Time - _workingBar.Time >= _period && GetRoundedBarTime(data) > _lastEmit)
        {
            isComplete = true;
        }

        if (aggregateFirst && data.Time >= _lastEmit)
        {
            AggregateBar(ref _workingBar, data);
            if (_maxCount.HasValue)
                _workingBar.EndTime = data.EndTime;
        }
        if (isComplete)
        {
            if (_period.HasValue && _workingBar is Market.TradeBar bar)
                bar.Period = _period.Value;
            _lastEmit = IsTimeBased && _workingBar != null ? _workingBar.EndTime : data.Time;
            OnDataConsolidated(_workingBar);
        }
        if (!aggregateFirst && data.Time >= _lastEmit)
            AggregateBar(ref _workingBar, data);
    }

    public override void Scan(DateTime currentLocalTime)
    {
        if (_workingBar == null || _period is not { } period || period == TimeSpan.Zero
            || currentLocalTime - _workingBar.Time < period || GetRoundedBarTime(currentLocalTime) <= _lastEmit)
            return;
        _lastEmit = _workingBar.EndTime;
        OnDataConsolidated(_workingBar);
    }

    public override void Reset()
    {
        base.Reset();
        _security = null;
        _hasSecurity = false;
        _currentCount = 0;
        _workingBar = null;
        _lastEmit = null;
        _lengthIsChecked = false;
    }

    /// <summary>Whether an input belongs into the bars at all.</summary>
    protected virtual bool ShouldProcess(T data) => true;

    /// <summary>Adds an input to the bar in progress, or starts one.</summary>
    protected abstract void AggregateBar(ref TConsolidated workingBar, T data);

    /// <summary>Start of the bar that a time belongs to. The length of a bar is that at its start.</summary>
    protected DateTime GetRoundedBarTime(DateTime time)
    {
        var start = _bars.StartOf(time);
        if (_workingBar == null)
            _period = _bars.Length;
        return start;
    }

    protected DateTime GetRoundedBarTime(IBaseData inputData)
    {
        var start = GetRoundedBarTime(inputData.Time);
        if (_period is not { } period || start + period >= inputData.EndTime)
            return start;

        // The input ends after that bar. Hour bars that begin before the opening belong to the session that they reach into.
        return inputData.EndTime - inputData.Time == QuantConnect.Time.OneHour && start.Date < inputData.Time.Date
            ? GetRoundedBarTime(inputData.EndTime)
            : inputData.Time;
    }

    protected virtual void OnDataConsolidated(TConsolidated e)
    {
        base.OnDataConsolidated(e);
        DataConsolidated?.Invoke(this, e);
        ResetWorkingBar();
    }

    protected virtual void ResetWorkingBar() => _workingBar = null;

    private void CheckSecurity(T data)
    {
        if (!_hasSecurity)
        {
            _hasSecurity = true;
            _security = data.Symbol.ID;
        }
        else if (!data.Symbol.ID.Equals(_security))
        {
            throw new InvalidOperationException($"Consolidators can only be used with a single symbol. The previous consolidated SecurityIdentifier ({_security}) is not the same as in the current data ({data.Symbol.ID}).");
        }
    }

    private void CheckLength(T data)
    {
        if (_lengthIsChecked || _bars is not BarPeriod.Aligned)
            return;
        _lengthIsChecked = true;
        var length = data.EndTime - data.Time;
        if (length > _period)
            throw new ArgumentException($"For Symbol {data.Symbol} can not consolidate bars of period: {_period}, using data of the same or higher period: {length}", nameof(data));
    }
}
