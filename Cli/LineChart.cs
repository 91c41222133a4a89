using System.Globalization;
using System.Text;

namespace LeanDeep.Cli;

/// <summary>Line charts over dates, one panel below the other, as a self-contained SVG picture.</summary>
internal static class LineChart
{
    /// <param name="Name">Legend.</param>
    /// <param name="Colour">CSS colour.</param>
    /// <param name="Values">(dates) values; NaN leaves a gap.</param>
    /// <param name="Dashed">For references such as a planted value.</param>
    public sealed record Line(string Name, string Colour, double[] Values, bool Dashed = false);

    /// <param name="Title">Above the panel.</param>
    /// <param name="Dates">The horizontal axis.</param>
    /// <param name="Lines">Drawn in this order.</param>
    /// <param name="Format">Number format of the vertical axis.</param>
    public sealed record Panel(string Title, DateOnly[] Dates, Line[] Lines, string Format);

    private const int Width = 860, PanelHeight = 240, Left = 70, Right = 20, Top = 34, Bottom = 30;
    private static readonly int[] Strides = [1, 2, 3, 6, 12];

    public static string Draw(IReadOnlyList<Panel> panels)
    {
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {panels.Count * PanelHeight}\" width=\"{Width}\" height=\"{panels.Count * PanelHeight}\" font-family=\"sans-serif\" font-size=\"11\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        for (var i = 0; i < panels.Count; i++)
            DrawPanel(svg, panels[i], i * PanelHeight);
        return svg.Append("</svg>\n").ToString();
    }

    private static void DrawPanel(StringBuilder svg, Panel panel, int offset)
    {
        var values = panel.Lines.SelectMany(line => line.Values).Where(double.IsFinite).ToArray();
        if (panel.Dates.Length < 2 || values.Length == 0) return;
        var (low, high, step) = Scale(values.Min(), values.Max());
        double firstDay = panel.Dates[0].DayNumber, days = panel.Dates[^1].DayNumber - firstDay;
        double X(DateOnly date) => Left + (Width - Left - Right) * (date.DayNumber - firstDay) / days;
        double Y(double value) => offset + Top + (PanelHeight - Top - Bottom) * (high - value) / (high - low);

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"{offset + 16}\" font-size=\"13\" font-weight=\"bold\" fill=\"#222222\">{Escape(panel.Title)}</text>\n");
        for (var tick = low; tick <= high + step / 2; tick += step)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):0.#}\" y2=\"{Y(tick):0.#}\" stroke=\"#e4e4e4\"/>\n");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 6}\" y=\"{Y(tick) + 4:0.#}\" text-anchor=\"end\" fill=\"#555555\">{(Math.Abs(tick) < step / 1e6 ? 0 : tick).ToString(panel.Format, CultureInfo.InvariantCulture)}</text>\n");
        }
        foreach (var month in Months(panel.Dates[0], panel.Dates[^1]))
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(month):0.#}\" y=\"{offset + PanelHeight - Bottom + 16}\" text-anchor=\"middle\" fill=\"#555555\">{month:yyyy-MM}</text>\n");
        var legend = Width - Right;
        foreach (var line in panel.Lines.Reverse())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{legend}\" y=\"{offset + 16}\" text-anchor=\"end\" fill=\"{line.Colour}\">{Escape(line.Name)}</text>\n");
            legend -= 7 * line.Name.Length + 18;
        }
        foreach (var line in panel.Lines)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"none\" stroke=\"{line.Colour}\" stroke-width=\"1.5\"{(line.Dashed ? " stroke-dasharray=\"5 4\"" : "")} d=\"");
            var pen = 'M';
            for (var t = 0; t < panel.Dates.Length; t++)
            {
                if (!double.IsFinite(line.Values[t])) { pen = 'M'; continue; }
                svg.Append(CultureInfo.InvariantCulture, $"{pen}{X(panel.Dates[t]):0.#} {Y(line.Values[t]):0.#}");
                pen = 'L';
            }
            svg.Append("\"/>\n");
        }
    }

    /// <summary>Axis limits and a step of 1, 2 or 5 times a power of ten that give about five ticks.</summary>
    private static (double Low, double High, double Step) Scale(double low, double high)
    {
        var range = high > low ? high - low : Math.Max(Math.Abs(high), 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(range / 4)));
        var step = power * ((range / 4 / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        return (Math.Floor(low / step) * step, Math.Ceiling(high / step) * step, step);
    }

    private static IEnumerable<DateOnly> Months(DateOnly first, DateOnly last)
    {
        var months = (last.Year - first.Year) * 12 + last.Month - first.Month;
        var stride = Strides.FirstOrDefault(s => months / s <= 9, 24);
        for (var month = new DateOnly(first.Year, first.Month, 1).AddMonths(1); month <= last; month = month.AddMonths(1))
            if ((month.Month - 1) % Math.Min(stride, 12) == 0 && (stride <= 12 || month.Year % 2 == 0))
                yield return month;
    }

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
