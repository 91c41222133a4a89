using QuantConnect.Lean.Engine;

namespace QuantConnect.Data.Market;

/// <summary>Trade bars of one moment by symbol. Those of the engine hold row numbers and make a bar when one is asked for.</summary>
public class TradeBars : DataDictionary<TradeBar>
{
    private StepBars _step;

    public TradeBars() { }

    public TradeBars(DateTime frontier) : base(frontier) { }

    internal TradeBars(DateTime time, StepBars step) : base(time) => _step = step;

    private protected override bool IsLazy => _step != null;

    private protected override int LazyCount => _step.Count;

    private protected override bool ContainsLazy(Symbol key) => _step.Contains(key);

    private protected override bool TryGetLazy(Symbol key, out TradeBar value) => _step.TryGet(key, out value);

    private protected override void Materialise()
    {
        if (_step == null) return;
        var step = _step;
        _step = null;
        foreach (var bar in step.All()) Dictionary[bar.Symbol] = bar;
    }
}
