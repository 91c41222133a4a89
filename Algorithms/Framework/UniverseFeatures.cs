using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using QuantConnect;
using QuantConnect.Data.Market;

namespace LeanDeep.Algorithms.Framework;

/// <summary>The features of a model's universe, session by session from the first that training used.</summary>
public sealed class UniverseFeatures
{
    private readonly ModelManifest _manifest;
    private readonly FeatureStream _stream;
    private readonly Dictionary<Symbol, int> _index = [];

    /// <param name="features">What to compute.</param>
    /// <param name="manifest">Of the model.</param>
    /// <param name="subscribe">Ticker → symbol.</param>
    public UniverseFeatures(FeatureSet features, ModelManifest manifest, Func<string, Symbol> subscribe)
    {
        _manifest = manifest;
        var universe = manifest.Universe.Names;
        _stream = features.Stream(universe.Select(name => name.Name).ToArray(), universe.Select(name => name.Sector).ToArray());
        Symbols = universe.Select(name => subscribe(name.Name)).ToArray();
        for (var i = 0; i < Symbols.Length; i++) _index[Symbols[i]] = i;
        Rows = new float[universe.Count * features.Count];
        RowNames = new int[universe.Count];
    }

    /// <summary>(names).</summary>
    public Symbol[] Symbols { get; }

    /// <summary>(names that traded × features) of the last session; may be longer.</summary>
    public float[] Rows { get; }

    /// <summary>(names that traded) index of each row's name; may be longer.</summary>
    public int[] RowNames { get; }

    /// <summary>Whether another model sees the same features on the same bars.</summary>
    public bool Serve(ModelManifest manifest) =>
        manifest.BarsFrom == _manifest.BarsFrom && manifest.FeatureHash == _manifest.FeatureHash && manifest.Universe.Names.SequenceEqual(_manifest.Universe.Names);

    /// <returns>The number of rows.</returns>
    public int Next(DateOnly session, TradeBars bars)
    {
        _stream.BeginSession(session);
        foreach (var (symbol, bar) in bars)
            if (_index.TryGetValue(symbol, out var name))
                _stream.Add(name, (double)bar.Open, (double)bar.High, (double)bar.Low, (double)bar.Close, (double)bar.Volume);
        return _stream.EndSession(Rows, RowNames);
    }
}
