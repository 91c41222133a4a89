using System.Collections;
using QuantConnect.Interfaces;

namespace QuantConnect.Algorithm.Framework.Alphas
{
    /// <summary>Insights by symbol; those that are expired stay until they are removed.</summary>
    public class InsightCollection : IEnumerable<Insight>
    {
        private readonly List<Insight> _all = [];
        private readonly Dictionary<Symbol, List<Insight>> _open = [];

        public int Count { get; private set; }
        public int TotalCount { get; private set; }

        public List<Insight> this[Symbol symbol]
        {
            get => [.. _open[symbol]];
            set
            {
                if (_open.TryGetValue(symbol, out var existing)) Count -= existing.Count;
                Count += value?.Count ?? 0;
                TotalCount += value?.Count ?? 0;
                _open[symbol] = value;
            }
        }

        public void Add(Insight item)
        {
            Count++;
            TotalCount++;
            _all.Add(item);
            if (!_open.TryGetValue(item.Symbol, out var list)) _open[item.Symbol] = list = [];
            list.Add(item);
        }

        public void AddRange(IEnumerable<Insight> insights)
        {
            foreach (var insight in insights) Add(insight);
        }

        public bool Contains(Insight item) => _open.TryGetValue(item.Symbol, out var list) && list.Contains(item);

        public bool ContainsKey(Symbol symbol) => _open.TryGetValue(symbol, out var list) && list.Count > 0;

        public bool Remove(Insight item)
        {
            if (!_open.TryGetValue(item.Symbol, out var list) || !list.Remove(item)) return false;
            Count--;
            if (list.Count == 0) _open.Remove(item.Symbol);
            return true;
        }

        public bool TryGetValue(Symbol symbol, out List<Insight> insights)
        {
            insights = _open.TryGetValue(symbol, out var list) ? [.. list] : null;
            return insights != null;
        }

        public void Clear(Symbol[] symbols)
        {
            foreach (var symbol in symbols)
                if (_open.Remove(symbol, out var list)) Count -= list.Count;
        }

        /// <returns>The first close time; null when there is no insight.</returns>
        public DateTime? GetNextExpiryTime() => Count == 0 ? null : _open.Values.Min(x => x.Min(i => i.CloseTimeUtc));

        public ICollection<Insight> GetActiveInsights(DateTime utcTime)
        {
            var active = new List<Insight>();
            foreach (var list in _open.Values)
                foreach (var insight in list)
                    if (insight.IsActive(utcTime)) active.Add(insight);
            return active;
        }

        public bool HasActiveInsights(Symbol symbol, DateTime utcTime) => _open.TryGetValue(symbol, out var list) && list.Exists(x => x.IsActive(utcTime));

        public ICollection<Insight> RemoveExpiredInsights(DateTime utcTime)
        {
            var removed = new List<Insight>();
            foreach (var list in _open.Values)
                foreach (var insight in list)
                    if (insight.IsExpired(utcTime)) removed.Add(insight);
            foreach (var insight in removed) Remove(insight);
            return removed;
        }

        public void RemoveInsights(Func<Insight, bool> filter)
        {
            _all.RemoveAll(x => filter(x));
            foreach (var insight in this.Where(filter).ToList()) Remove(insight);
        }

        /// <summary>All insights so far, removed ones included.</summary>
        public List<Insight> GetInsights(Func<Insight, bool> filter = null) => filter == null ? [.. _all] : [.. _all.Where(filter)];

        public IEnumerator<Insight> GetEnumerator() => _open.SelectMany(x => x.Value).ToList().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Insights that were emitted together.</summary>
    public class GeneratedInsightsCollection(DateTime dateTimeUtc, Insight[] insights)
    {
        public DateTime DateTimeUtc { get; } = dateTimeUtc;
        public Insight[] Insights { get; } = insights;
    }
}

namespace QuantConnect.Algorithm.Framework.Alphas.Analysis
{
    /// <summary>The algorithm's insights.</summary>
    public class InsightManager(IAlgorithm algorithm) : InsightCollection
    {
        private readonly IAlgorithm _algorithm = algorithm;
        private IInsightScoreFunction _score;

        /// <summary>Scores the insights, where a function for that is set.</summary>
        public void Step(DateTime utcNow) => _score?.Score(this, utcNow);

        public void SetInsightScoreFunction(IInsightScoreFunction insightScoreFunction) => _score = insightScoreFunction;

        public void Expire(IEnumerable<Symbol> symbols)
        {
            foreach (var symbol in symbols ?? [])
                if (TryGetValue(symbol, out var insights)) Expire(insights);
        }

        public void Expire(IEnumerable<Insight> insights)
        {
            foreach (var insight in insights ?? []) insight.Expire(_algorithm.UtcTime);
        }

        public void Cancel(IEnumerable<Symbol> symbols) => Expire(symbols);

        public void Cancel(IEnumerable<Insight> insights) => Expire(insights);
    }
}
