using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LeanDeep.Training.Data;

namespace LeanDeep.Training.Reports;

/// <summary>One self-contained HTML page about a LEAN result: scripts, styles and data are in the file, and it opens without a network.</summary>
public static class HtmlReport
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new ShortNumbers(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Whether the charting library was there when this program was built.</summary>
    public static bool IsAvailable => PageResource.Exists(PageResource.Library);

    /// <param name="result">The run.</param>
    /// <param name="calendar">Which days trade; US equities unless told.</param>
    /// <exception cref="InvalidOperationException">This program was built without the charting library.</exception>
    /// <exception cref="InvalidDataException">Fewer than three trading days.</exception>
    public static string Render(LeanResult result, MarketCalendar? calendar = null)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (!IsAvailable)
            throw new InvalidOperationException("report: expected the charting library in this build, found none: install Node.js, then run ./leandeep setup (or npm ci in Training/Reports/web) and build again");
        var days = TradingDays.Of(result, calendar ?? MarketCalendar.UsEquities);
        var statistics = TradingDayStatistics.Of(days, result);
        var data = JsonSerializer.Serialize(new { headlines = Headlines(result, statistics), sections = Sections(result, days, statistics) }, Format);
        var title = WebUtility.HtmlEncode(result.Name);
        var text = new StringBuilder();
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        // Nothing may be fetched, whatever the data hold.
        text.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">\n");
        text.Append(CultureInfo.InvariantCulture, $"<title>{title}</title>\n");
        text.Append(CultureInfo.InvariantCulture, $"<style>\n{PageResource.Read(PageResource.LibraryStyle)}\n{PageResource.Read("report.css")}</style>\n</head>\n<body>\n");
        text.Append(CultureInfo.InvariantCulture, $"<header><h1>{title}</h1><p>{days.Dates[1]:yyyy-MM-dd} to {days.Dates[^1]:yyyy-MM-dd}, {days.Returns.Length:#,0} trading days</p></header>\n<main id=\"report\"></main>\n");
        text.Append(CultureInfo.InvariantCulture, $"<script type=\"application/json\" id=\"data\">{data}</script>\n");
        text.Append(CultureInfo.InvariantCulture, $"<!-- Charts by uPlot:\n{PageResource.Read(PageResource.License)}-->\n<script>{PageResource.Read(PageResource.Library)}</script>\n");
        text.Append(CultureInfo.InvariantCulture, $"<script>\n{PageResource.Read("report.js")}</script>\n</body>\n</html>\n");
        return text.ToString();
    }

    /// <summary>Reads a result file and writes the page beside its final name, then renames it.</summary>
    /// <param name="resultFile">LEAN's result JSON.</param>
    /// <param name="page">The page to write.</param>
    /// <returns>What was read.</returns>
    public static LeanResult Write(string resultFile, string page)
    {
        var result = LeanResultFile.Read(resultFile);
        var text = Render(result);
        if (Path.GetDirectoryName(page) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var temporary = page + ".new";
        File.WriteAllText(temporary, text);
        File.Move(temporary, page, overwrite: true);
        return result;
    }

    internal static ReportSection[] Sections(LeanResult result, TradingDays days, TradingDayStatistics statistics) =>
    [
        EquitySection.Make(days),
        DrawdownSection.Make(days),
        PeriodReturnsSection.Make(days),
        RollingSection.Make(days),
        ExposureSection.Make(days, result),
        TurnoverSection.Make(days, result, statistics),
        HoldingsSection.Make(days, result),
        CostsSection.Make(days, result),
        StatisticsSection.Make(result, statistics),
        TradesSection.Make(result),
    ];

    /// <summary>The figures at the top of the page.</summary>
    private static KeyValuePair<string, string>[] Headlines(LeanResult result, TradingDayStatistics statistics)
    {
        var own = StatisticsSection.Variants(statistics).ToDictionary();
        string[] names = ["Net Profit", "Compounding Annual Return", "Sharpe Ratio", "Drawdown", "Beta", "Portfolio Turnover"];
        return
        [
            .. names.Where(own.ContainsKey).Select(name => KeyValuePair.Create(name, own[name])),
            .. result.Statistics.Where(entry => entry.Key is "Total Fees" or "Total Orders"),
        ];
    }

    /// <summary>Seven significant digits; null for NaN and infinities.</summary>
    private sealed class ShortNumbers : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (!double.IsFinite(value)) writer.WriteNullValue();
            else writer.WriteRawValue(double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture));
        }
    }
}
