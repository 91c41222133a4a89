using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Registry;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Data;

namespace LeanDeep.Algorithms.Framework;

/// <summary>Insights from return-predictor bundles: after each session one for every name that traded, its magnitude the predicted return over the model's horizon.</summary>
/// <remarks>On each date the newest bundle that has seen nothing of it predicts. The algorithm warms up from the first model's
/// <see cref="ModelManifest.BarsFrom"/>, so that the features are those of training.</remarks>
public sealed class OnnxAlphaModel : AlphaModel, IDisposable
{
    private readonly PredictorSchedule _models;
    private readonly UniverseFeatures _features;
    private readonly float[] _predictions;

    /// <param name="models">Owned from here on.</param>
    /// <param name="subscribe">Ticker → symbol, asked once for each name of the universe.</param>
    public OnnxAlphaModel(PredictorSchedule models, Func<string, Symbol> subscribe)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(subscribe);
        _models = models;
        _features = new UniverseFeatures(FeatureSet.Chapter17, models.Current.Manifest, subscribe);
        _predictions = new float[_features.Symbols.Length];
        Name = models.Current.Manifest.Name;
    }

    public override string Name { get; set; }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A later bundle is of another universe.</exception>
    public override IEnumerable<Insight> Update(QCAlgorithm algorithm, Slice data)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Bars.Count == 0) return [];
        var today = DateOnly.FromDateTime(algorithm.Time);
        var count = _features.Next(today, data.Bars);
        if (algorithm.IsWarmingUp) return [];
        if (algorithm.LiveMode) _models.Refresh();
        if (_models.MoveTo(today) && !_features.Serve(_models.Current.Manifest))
            throw new InvalidDataException($"{_models.Current.Path}: expected the features and universe of the bundles before it, found others");
        _models.Current.EnsureUnseen(today);
        _models.Current.Predict(_features.Rows, count, _predictions);
        var insights = new List<Insight>(count);
        for (var row = 0; row < count; row++)
            if (float.IsFinite(_predictions[row]))
                insights.Add(Insight.Price(
                    _features.Symbols[_features.RowNames[row]], Resolution.Daily, _models.Current.Manifest.Horizon,
                    _predictions[row] > 0 ? InsightDirection.Up : _predictions[row] < 0 ? InsightDirection.Down : InsightDirection.Flat,
                    magnitude: _predictions[row], sourceModel: Name));
        return insights;
    }

    void IDisposable.Dispose() => _models.Dispose();
}
