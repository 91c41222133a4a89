using Newtonsoft.Json;

namespace QuantConnect;

/// <summary>A point of a scatter series; as JSON an object with x, y and the tooltip, if any.</summary>
[JsonConverter(typeof(ScatterChartPointJsonConverter))]
public class ScatterChartPoint : ChartPoint
{
    [JsonProperty(PropertyName = "tooltip", DefaultValueHandling = DefaultValueHandling.Ignore)]
    public string Tooltip { get; set; }

    public ScatterChartPoint()
    {
    }

    public ScatterChartPoint(long time, decimal? value, string tooltip = null)
        : base(time, value) => Tooltip = tooltip;

    public ScatterChartPoint(DateTime time, decimal? value, string tooltip = null)
        : base(time, value) => Tooltip = tooltip;

    public override ISeriesPoint Clone() => new ScatterChartPoint { x = X, y = Y, Tooltip = Tooltip };
}
