using System.Collections;
using QuantConnect.Data;

namespace QuantConnect.Indicators;

/// <summary>The values that an indicator took over a history, once it was ready.</summary>
public class IndicatorHistory : IEnumerable<IndicatorDataPoint>
{
    private readonly List<IndicatorDataPoint> _current = [];
    private readonly Dictionary<string, List<IndicatorDataPoint>> _parts;

    private IndicatorHistory(IEnumerable<string> parts) => _parts = parts.ToDictionary(x => x, _ => new List<IndicatorDataPoint>(), StringComparer.OrdinalIgnoreCase);

    public int Count => _current.Count;

    public List<IndicatorDataPoint> Current => _current;

    public IndicatorDataPoint this[int index] => _current[index];

    /// <summary>The values of a part of the indicator, by the name of its property: <c>Signal</c> of a MACD.</summary>
    public List<IndicatorDataPoint> this[string name] => name.Equals(nameof(Current), StringComparison.OrdinalIgnoreCase) ? _current : _parts[name];

    public IEnumerator<IndicatorDataPoint> GetEnumerator() => _current.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static IndicatorHistory Of(IndicatorBase indicator, IEnumerable<IBaseData> bars, Action<IBaseData> update)
    {
        var parts = indicator.GetType().GetProperties()
            .Where(x => typeof(IndicatorBase).IsAssignableFrom(x.PropertyType) && x.GetIndexParameters().Length == 0)
            .ToDictionary(x => x.Name, x => (IndicatorBase)x.GetValue(indicator));
        var history = new IndicatorHistory(parts.Keys);

        indicator.Reset();
        indicator.Updated += Keep;
        foreach (var bar in bars)
            update(bar);
        indicator.Updated -= Keep;
        return history;

        void Keep(object sender, IndicatorDataPoint value)
        {
            if (!indicator.IsReady)
                return;
            // Indicators of several symbols raise one event for each of them.
            var isSameTime = history._current.Count > 0 && history._current[^1].EndTime == value.EndTime;
            Put(history._current, value, isSameTime);
            foreach (var (name, part) in parts)
                Put(history._parts[name], part.Current, isSameTime);
        }

        static void Put(List<IndicatorDataPoint> values, IndicatorDataPoint value, bool replace)
        {
            if (replace)
                values[^1] = value;
            else
                values.Add(value);
        }
    }
}
