using QuantConnect.Data;

namespace QuantConnect.Indicators;

/// <summary>The last value that passes a filter; 0 before there is one.</summary>
public class FilteredIdentity : IndicatorBase<IBaseData>
{
    private readonly Func<IBaseData, bool> _filter;
    private decimal _last;

    /// <param name="filter">Default: every input passes.</param>
    public FilteredIdentity(string name, Func<IBaseData, bool> filter)
        : base(name) => _filter = filter ?? (static _ => true);

    public FilteredIdentity(Func<IBaseData, bool> filter)
        : this("", filter)
    {
    }

    public override bool IsReady => Samples > 0 && Current.Value > 0;

    protected override decimal ComputeNextValue(IBaseData input) => _filter(input) ? _last = input.Value : _last;
}
