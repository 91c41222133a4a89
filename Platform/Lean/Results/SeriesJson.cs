using Newtonsoft.Json;
using QuantConnect.Util;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>Writes a chart's series as <see cref="SeriesJsonConverter"/> does, without Newtonsoft's writer: a run has hundreds of thousands of points.</summary>
internal static class SeriesJson
{
    // A pie shows a sum, scatter points have further members, and an algorithm may derive its own.
    public static bool CanWrite(BaseSeries series)
    {
        if ((series.GetType() != typeof(Series) && series.GetType() != typeof(CandlestickSeries)) || series.SeriesType == SeriesType.Pie) return false;
        foreach (var point in series.Values)
            if (point == null || (point.GetType() != typeof(ChartPoint) && point.GetType() != typeof(Candlestick))) return false;
        return true;
    }

    public static void Write(JsonText text, BaseSeries series)
    {
        text.Raw("{\"name\":"u8);
        text.Text(series.Name);
        text.Raw(",\"unit\":"u8);
        text.Text(series.Unit);
        text.Raw(",\"index\":"u8);
        text.Number(series.Index);
        text.Raw(",\"seriesType\":"u8);
        text.Number((int)series.SeriesType);
        if (series.ZIndex is { } zIndex)
        {
            text.Raw(",\"zIndex\":"u8);
            text.Number(zIndex);
        }
        if (series.IndexName != null)
        {
            text.Raw(",\"indexName\":"u8);
            text.Text(series.IndexName);
        }
        if (series.Tooltip != null)
        {
            text.Raw(",\"tooltip\":"u8);
            text.Text(series.Tooltip);
        }
        text.Raw(",\"values\":["u8);
        foreach (var value in series.Values)
        {
            if (value is ChartPoint point)
            {
                text.Raw("["u8);
                text.Number(point.X);
                Value(text, point.Y);
            }
            else
            {
                var candle = (Candlestick)value;
                text.Raw("["u8);
                text.Number(candle.LongTime);
                Value(text, candle.Open);
                Value(text, candle.High);
                Value(text, candle.Low);
                Value(text, candle.Close);
            }
            text.Raw("],"u8);
        }
        if (series.Values.Count > 0) text.Back(1);
        text.Raw("]"u8);
        if (series is Series colored)
        {
            text.Raw(",\"color\":"u8);
            text.Text(ColorJsonConverter.Text(colored.Color));
            text.Raw(",\"scatterMarkerSymbol\":"u8);
            text.Utf16(JsonConvert.SerializeObject(colored.ScatterMarkerSymbol));
        }
        text.Raw("}"u8);
    }

    private static void Value(JsonText text, decimal? value)
    {
        text.Raw(","u8);
        if (value is { } number) text.Number(number);
        else text.Raw("null"u8);
    }
}
