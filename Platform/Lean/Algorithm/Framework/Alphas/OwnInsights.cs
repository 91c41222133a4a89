namespace QuantConnect.Algorithm.Framework.Alphas;

/// <summary>The insights that one model emitted, so that it can cancel them.</summary>
internal sealed class OwnInsights
{
    private readonly InsightCollection _insights = [];

    public void Add(Insight insight) => _insights.Add(insight);

    public void Cancel(QCAlgorithm algorithm, Symbol symbol)
    {
        if (!_insights.TryGetValue(symbol, out var insights)) return;
        algorithm.Insights.Cancel(insights);
        _insights.Clear([symbol]);
    }
}
