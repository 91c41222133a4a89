using QuantConnect.Data;
using QuantConnect.Data.UniverseSelection;

namespace QuantConnect.Algorithm.Framework
{
    /// <summary>Told of securities that come and go.</summary>
    public interface INotifiedSecurityChanges
    {
        void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes);
    }
}

namespace QuantConnect.Algorithm.Framework.Alphas
{
    /// <summary>Makes insights from data.</summary>
    public interface IAlphaModel : INotifiedSecurityChanges
    {
        IEnumerable<Insight> Update(QCAlgorithm algorithm, Slice data);
    }

    public interface INamedModel
    {
        string Name { get; }
    }

    /// <summary>The base of alpha models.</summary>
    public class AlphaModel : IAlphaModel, INamedModel
    {
        public virtual string Name { get; set; } = Guid.NewGuid().ToString();

        public virtual IEnumerable<Insight> Update(QCAlgorithm algorithm, Slice data) =>
            throw new NotImplementedException($"{GetType().Name}: expected an override of Update(QCAlgorithm, Slice), found none");

        public virtual void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes) { }
    }

    public class NullAlphaModel : AlphaModel
    {
        public override IEnumerable<Insight> Update(QCAlgorithm algorithm, Slice data) => [];
    }

    /// <summary>Several models' insights in their order.</summary>
    public class CompositeAlphaModel : AlphaModel
    {
        private readonly List<IAlphaModel> _models = [];

        public CompositeAlphaModel(params IAlphaModel[] alphaModels)
        {
            if (alphaModels is not { Length: > 0 }) throw new ArgumentException("expected at least one alpha model, found none", nameof(alphaModels));
            _models.AddRange(alphaModels);
        }

        public override IEnumerable<Insight> Update(QCAlgorithm algorithm, Slice data)
        {
            foreach (var model in _models)
            {
                var name = model.GetModelName();
                foreach (var insight in model.Update(algorithm, data))
                {
                    if (string.IsNullOrEmpty(insight.SourceModel)) insight.SourceModel = name;
                    yield return insight;
                }
            }
        }

        public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
        {
            foreach (var model in _models) model.OnSecuritiesChanged(algorithm, changes);
        }

        public void AddAlpha(IAlphaModel alphaModel) => _models.Add(alphaModel);
    }

    /// <summary>The same insight for every security, each time the last one is over.</summary>
    public class ConstantAlphaModel(InsightType type, InsightDirection direction, TimeSpan period, double? magnitude = null, double? confidence = null, double? weight = null) : AlphaModel
    {
        private readonly InsightType _type = type;
        private readonly InsightDirection _direction = direction;
        private readonly TimeSpan _period = period;
        private readonly double? _magnitude = magnitude, _confidence = confidence, _weight = weight;
        private readonly List<Securities.Security> _securities = [];
        private readonly Dictionary<Symbol, DateTime> _last = [];

        public override IEnumerable<Insight> Update(QCAlgorithm algorithm, Slice data)
        {
            foreach (var security in _securities)
                if (security.Price != 0 && ShouldEmitInsight(algorithm.UtcTime, security.Symbol))
                    yield return new Insight(security.Symbol, _period, _type, _direction, _magnitude, _confidence, weight: _weight);
        }

        public override void OnSecuritiesChanged(QCAlgorithm algorithm, SecurityChanges changes)
        {
            foreach (var added in changes.AddedSecurities)
                if (!_securities.Contains(added)) _securities.Add(added);
            foreach (var removed in changes.RemovedSecurities)
            {
                _securities.Remove(removed);
                _last.Remove(removed.Symbol);
            }
        }

        protected virtual bool ShouldEmitInsight(DateTime utcTime, Symbol symbol)
        {
            if (_last.TryGetValue(symbol, out var last) && utcTime - last < _period) return false;
            _last[symbol] = utcTime;
            return true;
        }
    }

    public static class AlphaModelExtensions
    {
        public static string GetModelName(this IAlphaModel model) => model is INamedModel named ? named.Name : model.GetType().Name;
    }
}
