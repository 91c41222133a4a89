using System.Collections;
using System.Dynamic;
using System.Linq.Expressions;
using System.Text;
using QuantConnect.Indicators;

namespace QuantConnect.Data
{
    /// <summary>A sequence of past data.</summary>
    public class DataHistory<T> : IEnumerable<T>
    {
        internal DataHistory(IReadOnlyCollection<T> data) => Points = data;

        private protected IReadOnlyCollection<T> Points { get; }

        protected IEnumerable<T> Data => Points;

        public int Count => Points.Count;

        public IEnumerator<T> GetEnumerator() => Points.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>A line for each point.</summary>
        public override string ToString() => Points.Aggregate(new StringBuilder(), (text, point) => text.AppendLine(point.ToString())).ToString();
    }

    /// <summary>The values that an indicator and its parts took over a history, once it was ready.</summary>
    public class IndicatorHistory : DataHistory<IndicatorDataPoints>
    {
        private readonly Dictionary<string, List<IndicatorDataPoint>> _byName;

        private IndicatorHistory(List<IndicatorDataPoints> points, IEnumerable<string> names)
            : base(points) => _byName = names.DistinctBy(Key).ToDictionary(Key, x => points.ConvertAll(point => point[x]));

        public List<IndicatorDataPoint> Current => this[nameof(Current)];

        /// <summary>The values of a part, by the name of its property in either spelling (<c>AverageGain</c>, <c>average_gain</c>); null where there is none.</summary>
        public List<IndicatorDataPoint> this[string name] => _byName.GetValueOrDefault(Key(name));

        /// <summary>Feeds an indicator, from new, with bars.</summary>
        internal static IndicatorHistory Of(IndicatorBase indicator, IEnumerable<IBaseData> bars, Action<IBaseData> update)
        {
            var parts = indicator.GetType().GetProperties()
                .Where(x => typeof(IIndicator).IsAssignableFrom(x.PropertyType) && x.GetIndexParameters().Length == 0)
                .Select(x => (x.Name, Part: (IIndicator)x.GetValue(indicator)))
                .Append((nameof(IIndicator.Current), indicator))
                .ToList();
            var points = new List<IndicatorDataPoints>();

            indicator.Reset();
            indicator.Updated += Keep;
            foreach (var bar in bars)
                update(bar);
            indicator.Updated -= Keep;
            return new IndicatorHistory(points, parts.Select(x => x.Name));

            void Keep(object sender, IndicatorDataPoint value)
            {
                if (!indicator.IsReady)
                    return;
                // An indicator of several symbols has an event for each of them; the last of a time counts.
                if (points.Count > 0 && points[^1].EndTime == value.EndTime)
                    points.RemoveAt(points.Count - 1);
                points.Add(new IndicatorDataPoints(value, parts.ToDictionary(x => x.Name, x => x.Part.Current)));
            }
        }

        private static string Key(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
    }
}

namespace QuantConnect.Indicators
{
    /// <summary>The values of an indicator and its parts at one time.</summary>
    public class IndicatorDataPoints : Data.BaseData, IDynamicMetaObjectProvider
    {
        private readonly Dictionary<string, IndicatorDataPoint> _parts;

        internal IndicatorDataPoints(IndicatorDataPoint current, Dictionary<string, IndicatorDataPoint> parts)
        {
            Symbol = current.Symbol;
            Time = current.EndTime;
            Current = current;
            _parts = parts;
        }

        public IndicatorDataPoint Current { get; }

        public override decimal Value => Current?.Value ?? 0;

        /// <summary>Null where the indicator has no such part.</summary>
        public IndicatorDataPoint this[string name] => _parts.GetValueOrDefault(name);

        DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new NamedPartObject(parameter, this);

        public override string ToString() =>
            $"{EndTime} {string.Join(", ", _parts.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => $"{x.Key}: {x.Value.Value.SmartRounding().ToStringInvariant()}"))}";

        public static implicit operator decimal(IndicatorDataPoints instance) => instance.Value;
    }
}
