using LeanDeep.Models.Inference;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data.Market;

namespace LeanDeep.Algorithms.Framework;

/// <summary>What an allocator's assets are in the market: symbols, or portfolios of equal weights of several, which are traded through their members.</summary>
public sealed class TradedAssets
{
    private readonly Symbol[] _symbols;
    private readonly int[] _owner; // (symbols) asset
    private readonly int[] _trading; // (assets) members with a bar this session
    private readonly bool[] _trades; // (symbols) this session
    private readonly Dictionary<Symbol, int> _index = [];
    private readonly PortfolioLevels? _levels;

    /// <param name="members">(assets) symbols of each, distinct among all; a single one each where the assets trade themselves.</param>
    /// <param name="arePortfolios">Whether an asset's prices are the level of a portfolio of its members, not the bars of the one it has.</param>
    public TradedAssets(IReadOnlyList<IReadOnlyList<Symbol>> members, bool arePortfolios)
    {
        ArgumentNullException.ThrowIfNull(members);
        Count = members.Count;
        _symbols = [.. members.SelectMany(asset => asset)];
        _owner = [.. members.SelectMany((asset, i) => asset.Select(_ => i))];
        (_trading, _trades) = (new int[Count], new bool[_symbols.Length]);
        for (var i = 0; i < _symbols.Length; i++) _index.Add(_symbols[i], i);
        _levels = arePortfolios ? new PortfolioLevels([.. members.Select(asset => asset.Count)]) : null;
    }

    /// <summary>Subscribes to the tickers of a model's universe.</summary>
    /// <param name="universe">Names or portfolios.</param>
    /// <param name="subscribe">Ticker → symbol, asked once for each.</param>
    public static TradedAssets Of(ModelUniverse universe, Func<string, Symbol> subscribe)
    {
        ArgumentNullException.ThrowIfNull(universe);
        return new([.. universe.Names.Select(name => (IReadOnlyList<Symbol>)[.. name.Tickers.Select(subscribe)])], universe.Names.Any(name => name.Members is not null));
    }

    /// <summary>Assets that trade themselves.</summary>
    public static TradedAssets Of(IReadOnlyList<Symbol> symbols) => new([.. symbols.Select(symbol => (IReadOnlyList<Symbol>)[symbol])], arePortfolios: false);

    /// <summary>Number of assets.</summary>
    public int Count { get; }

    /// <summary>(symbols) asset by asset.</summary>
    public IReadOnlyList<Symbol> Symbols => _symbols;

    /// <summary>The asset of a symbol; −1 for none.</summary>
    public int AssetOf(Symbol symbol) => _index.TryGetValue(symbol, out var i) ? _owner[i] : -1;

    /// <summary>The asset of the symbol of an index.</summary>
    public int OwnerOf(int symbol) => _owner[symbol];

    /// <summary>Takes a session's bars into a window over the assets.</summary>
    public void Feed(TradeBars bars, ReturnWindow window)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(window);
        Array.Clear(_trading);
        Array.Clear(_trades);
        window.BeginSession();
        _levels?.BeginSession();
        foreach (var (symbol, bar) in bars)
        {
            if (!_index.TryGetValue(symbol, out var i)) continue;
            _trades[i] = true;
            _trading[_owner[i]]++;
            if (_levels is not null) _levels.Add(i, (double)bar.Close);
            else window.Add(i, (double)bar.Open, (double)bar.High, (double)bar.Low, (double)bar.Close, (double)bar.Volume);
        }
        _levels?.EndSession();
        for (var asset = 0; _levels is not null && asset < Count; asset++)
            if (_levels.Trades(asset) && _levels.Level(asset) is var level) window.Add(asset, level, level, level, level, 0);
        window.EndSession();
    }

    /// <summary>Whether a member of the asset trades this session and has a price.</summary>
    public bool IsTraded(QCAlgorithm algorithm, int asset)
    {
        for (var i = 0; i < _symbols.Length; i++)
            if (_owner[i] == asset && _trades[i] && algorithm.Securities[_symbols[i]].Price > 0) return true;
        return false;
    }

    /// <summary>The share of its asset's weight that a symbol gets: equal among the members that trade this session, 0 for the others.</summary>
    public double ShareOf(int symbol) => _trades[symbol] ? 1.0 / _trading[_owner[symbol]] : 0;
}
