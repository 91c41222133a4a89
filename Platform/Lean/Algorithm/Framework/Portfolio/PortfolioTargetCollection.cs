using System.Collections;
using QuantConnect.Interfaces;

namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Targets by symbol, the latest of each.</summary>
public class PortfolioTargetCollection : ICollection<IPortfolioTarget>
{
    private readonly Dictionary<Symbol, IPortfolioTarget> _targets = [];

    public int Count => _targets.Count;
    public bool IsEmpty => _targets.Count == 0;
    public bool IsReadOnly => false;
    public ICollection<Symbol> Keys => [.. _targets.Keys];
    public ICollection<IPortfolioTarget> Values => [.. _targets.Values];

    public IPortfolioTarget this[Symbol symbol]
    {
        get => _targets[symbol];
        set => _targets[symbol] = value;
    }

    public void Add(IPortfolioTarget target)
    {
        if (target != null) _targets[target.Symbol] = target;
    }

    public void AddRange(IEnumerable<IPortfolioTarget> targets)
    {
        foreach (var target in targets) _targets[target.Symbol] = target;
    }

    public void AddRange(IPortfolioTarget[] targets) => AddRange((IEnumerable<IPortfolioTarget>)targets);

    public void Clear() => _targets.Clear();

    /// <summary>Removes targets that the position has reached.</summary>
    public void ClearFulfilled(IAlgorithm algorithm)
    {
        foreach (var target in Values)
        {
            var security = algorithm.Securities[target.Symbol];
            if (Math.Abs(target.Quantity - security.Holdings.Quantity) < security.SymbolProperties.LotSize) Remove(target.Symbol);
        }
    }

    public bool Contains(IPortfolioTarget target) => target != null && _targets.ContainsKey(target.Symbol);

    public bool ContainsKey(Symbol symbol) => _targets.ContainsKey(symbol);

    public void CopyTo(IPortfolioTarget[] array, int arrayIndex) => _targets.Values.CopyTo(array, arrayIndex);

    public bool Remove(Symbol symbol) => _targets.Remove(symbol);

    public bool Remove(IPortfolioTarget target) => target != null && _targets.TryGetValue(target.Symbol, out var existing) && existing.Equals(target) && _targets.Remove(target.Symbol);

    public bool TryGetValue(Symbol symbol, out IPortfolioTarget target) => _targets.TryGetValue(symbol, out target);

    /// <summary>Targets that need an order: reducing ones first, then by value.</summary>
    public IEnumerable<IPortfolioTarget> OrderByMarginImpact(IAlgorithm algorithm) => IsEmpty ? [] : _targets.Values.OrderTargetsByMarginImpact(algorithm);

    public IEnumerator<IPortfolioTarget> GetEnumerator() => Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
