using System.Diagnostics.CodeAnalysis;
using QuantConnect.Lean.Engine;

namespace QuantConnect.Data.Market;

/// <summary>Trade bars of one moment by symbol. Those of the engine hold row numbers and make a bar when one is asked for.</summary>
public class TradeBars : DataDictionary<TradeBar>
{
    private StepBars _step;

    public TradeBars() { }

    public TradeBars(DateTime frontier) : base(frontier) { }

    internal TradeBars(DateTime time, StepBars step) : base(time) => _step = step;

    public override int Count => _step?.Count ?? base.Count;

    public override bool TryGetValue(Symbol key, [MaybeNullWhen(false)] out TradeBar value) =>
        _step == null ? base.TryGetValue(key, out value) : _step.TryGet(key, out value);

    public override bool ContainsKey(Symbol key) => _step == null ? base.ContainsKey(key) : _step.Contains(key);

    public override TradeBar this[Symbol symbol]
    {
        get => base[symbol];
        set
        {
            Materialise();
            base[symbol] = value;
        }
    }

    public override void Add(Symbol key, TradeBar value)
    {
        Materialise();
        base.Add(key, value);
    }

    public override bool Remove(Symbol key)
    {
        Materialise();
        return base.Remove(key);
    }

    public override void Clear()
    {
        _step = null;
        base.Clear();
    }

    private protected override void Materialise()
    {
        if (_step == null) return;
        var step = _step;
        _step = null;
        foreach (var bar in step.All()) base[bar.Symbol] = bar;
    }
}
