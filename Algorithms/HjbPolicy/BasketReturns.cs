using LeanDeep.Models.Inference;
using QuantConnect;
using QuantConnect.Data.Market;

namespace LeanDeep.Algorithms;

/// <summary>Names in equally weighted baskets, one a sector; a name without a sector is a basket of its own.</summary>
/// <remarks>A basket's return is the mean of its names' returns of the session; a name without a bar has none, and its next one spans the gap.</remarks>
internal sealed class BasketReturns
{
    private readonly ReturnWindow _window;
    private readonly Dictionary<Symbol, int> _index = [];
    private readonly int[] _basketOf, _sizes;
    private readonly double[] _returns, _names;

    /// <param name="universe">The names of the policy's bundle.</param>
    /// <param name="subscribe">Ticker → symbol.</param>
    public BasketReturns(IReadOnlyList<UniverseName> universe, Func<string, Symbol> subscribe)
    {
        Symbols = [.. universe.Select(name => subscribe(name.Name))];
        var keys = universe.Select((name, i) => name.Sector >= 0 ? name.Sector : -1 - i).ToArray();
        int[] distinct = [.. keys.Distinct()];
        _basketOf = [.. keys.Select(key => Array.IndexOf(distinct, key))];
        _sizes = [.. distinct.Select((_, basket) => _basketOf.Count(of => of == basket))];
        for (var i = 0; i < Symbols.Length; i++) _index[Symbols[i]] = i;
        _window = new ReturnWindow([new()], 1, Symbols.Length);
        (_names, _returns) = (new double[Symbols.Length], new double[distinct.Length]);
    }

    /// <summary>(names) in the universe's order.</summary>
    public Symbol[] Symbols { get; }

    /// <summary>Baskets.</summary>
    public int Count => _sizes.Length;

    /// <summary>Takes a session's bars.</summary>
    /// <returns>(baskets) returns since the session before.</returns>
    public ReadOnlySpan<double> Next(TradeBars bars)
    {
        _window.BeginSession();
        foreach (var (symbol, bar) in bars)
            if (_index.TryGetValue(symbol, out var name)) _window.Add(name, (double)bar.Open, (double)bar.High, (double)bar.Low, (double)bar.Close, (double)bar.Volume);
        _window.EndSession();
        _window.CopyTo(_names);
        Array.Clear(_returns);
        for (var i = 0; i < _names.Length; i++) _returns[_basketOf[i]] += _names[i] / _sizes[_basketOf[i]];
        return _returns;
    }

    /// <summary>Weight of a name where its basket has this weight.</summary>
    public double WeightOf(int name, ReadOnlySpan<double> baskets) => baskets[_basketOf[name]] / _sizes[_basketOf[name]];
}
