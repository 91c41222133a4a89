using System.Diagnostics;
using System.Globalization;
using QuantConnect.Data;
using QuantConnect.Data.Consolidators;

namespace QuantConnect.Indicators;

/// <summary>The part of an indicator that does not depend on its kind of input.</summary>
public abstract partial class IndicatorBase : WindowBase<IndicatorDataPoint>, IIndicator
{
    protected IndicatorBase()
        : base(DefaultWindowSize) => Current = new IndicatorDataPoint(DateTime.MinValue, 0m);

    protected IndicatorBase(string name)
        : this() => Name = name;

    /// <summary>The consolidators that feed it.</summary>
    public ISet<IDataConsolidator> Consolidators { get; } = new HashSet<IDataConsolidator>();

    /// <summary>The value before the current one; zero at the beginning of time where there is none.</summary>
    public override IndicatorDataPoint Previous => base.Previous ?? new IndicatorDataPoint(DateTime.MinValue, 0);

    public string Name { get; protected set; }

    public long Samples { get; internal set; }

    public abstract bool IsReady { get; }

    public event IndicatorUpdatedHandler Updated;

    public abstract void Reset();

    public abstract bool Update(IBaseData input);

    protected virtual void OnUpdated(IndicatorDataPoint consolidated) => Updated?.Invoke(this, consolidated);

    public override string ToString() => Current.Value.ToStringInvariant("#######0.0####");

    public string ToDetailedString() => $"{Name} - {this}";

    /// <summary>The same indicator, or a number that equals its value.</summary>
    public override bool Equals(object obj)
    {
        if (obj is null or IndicatorBase)
            return ReferenceEquals(this, obj);
        try
        {
            return obj is IConvertible number && Current.Value == number.ToDecimal(CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or OverflowException)
        {
            return false;
        }
    }

    public override int GetHashCode() => base.GetHashCode();

    /// <summary>By current values.</summary>
    public int CompareTo(IIndicator other) => other is null ? 1 : Current.CompareTo(other.Current);

    /// <exception cref="ArgumentException">Not an indicator.</exception>
    public int CompareTo(object obj) => obj is IndicatorBase other
        ? CompareTo((IIndicator)other)
        : throw new ArgumentException("Object must be of type " + GetType().Name, nameof(obj));
}

/// <summary>An indicator with one kind of input.</summary>
[DebuggerDisplay("{ToDetailedString()}")]
public abstract class IndicatorBase<T> : IndicatorBase
    where T : IBaseData
{
    private Symbol _symbol;
    private T _previousInput;
    private Dictionary<SecurityIdentifier, T> _previousInputOfOthers;

    protected IndicatorBase(string name)
        : base(name)
    {
    }

    /// <summary>Takes the next input; one that is older than the last of the same symbol, or the very same object, is ignored.</summary>
    /// <returns>Whether the indicator is ready.</returns>
    /// <exception cref="ArgumentException">The input is of another type.</exception>
    public override bool Update(IBaseData input)
    {
        SwitchTo(input.Symbol);
        if (_previousInput is { } previous && (input.EndTime < previous.EndTime || ReferenceEquals(input, previous)))
            return IsReady;

        Samples++;
        if (input is not T typed)
        {
            if (typeof(T) != typeof(IndicatorDataPoint))
                throw new ArgumentException($"IndicatorBase.Update() 'input' expected to be of type {typeof(T)} but is of type {input.GetType()}", nameof(input));
            typed = (T)(object)new IndicatorDataPoint(input.Symbol, input.EndTime, input.Value);
        }
        _previousInput = typed;

        var result = ValidateAndComputeNextValue(typed);
        if (result.Status == IndicatorStatus.Success)
        {
            Current = new IndicatorDataPoint(typed.Symbol, typed.EndTime, result.Value);
            OnUpdated(Current);
        }
        return IsReady;
    }

    /// <exception cref="NotSupportedException">The indicator needs more than a value.</exception>
    public bool Update(DateTime time, decimal value) => typeof(T) == typeof(IndicatorDataPoint)
        ? Update(new IndicatorDataPoint(time, value))
        : throw new NotSupportedException($"{GetType().Name} does not support the `Update(DateTime, decimal)` method. Use one of the following methods instead: Update(TradeBar), Update(QuoteBar)");

    /// <summary>As new.</summary>
    public override void Reset()
    {
        Samples = 0;
        _symbol = null;
        _previousInput = default;
        _previousInputOfOthers = null;
        Window.Reset();
        Current = new IndicatorDataPoint(DateTime.MinValue, 0m);
    }

    protected abstract decimal ComputeNextValue(T input);

    protected virtual IndicatorResult ValidateAndComputeNextValue(T input) => new(ComputeNextValue(input));

    /// <summary>Makes <see cref="_previousInput"/> that of the symbol. Nearly all indicators have one symbol only.</summary>
    private void SwitchTo(Symbol symbol)
    {
        if (ReferenceEquals(symbol, _symbol) || _symbol is not null && symbol is not null && symbol.ID.Equals(_symbol.ID))
            return;
        if (_symbol is not null)
        {
            _previousInputOfOthers ??= [];
            _previousInputOfOthers[_symbol.ID] = _previousInput;
            _previousInput = symbol is not null && _previousInputOfOthers.TryGetValue(symbol.ID, out var previous) ? previous : default;
        }
        _symbol = symbol;
    }
}
