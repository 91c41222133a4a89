using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeanDeep.Training.Reports;

/// <summary>Sections made into one self-contained HTML page: scripts, styles and data are in the file, and it opens without a network.</summary>
public static class ReportPage
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new ShortNumbers(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Whether the charting library was there when this program was built.</summary>
    public static bool IsAvailable => PageResource.Exists(PageResource.Library);

    /// <param name="title">Heading.</param>
    /// <param name="subtitle">Below it.</param>
    /// <param name="headlines">Figures at the top: name, and the figure with what follows a comma in small.</param>
    /// <param name="sections">In order; each id once.</param>
    /// <exception cref="InvalidOperationException">This program was built without the charting library.</exception>
    /// <exception cref="ArgumentException">Two sections have one id.</exception>
    public static string Render(string title, string subtitle, IReadOnlyList<KeyValuePair<string, string>> headlines, IReadOnlyList<ReportSection> sections)
    {
        ArgumentNullException.ThrowIfNull(sections);
        if (!IsAvailable)
            throw new InvalidOperationException("report: expected the charting library in this build, found none: install Node.js, then run ./leandeep setup (or npm ci in Training/Reports/web) and build again");
        if (sections.GroupBy(section => section.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"expected each id once, found {twice.Key} {twice.Count()} times", nameof(sections));
        var data = JsonSerializer.Serialize(new { headlines, sections }, Format);
        var heading = WebUtility.HtmlEncode(title);
        var text = new StringBuilder();
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        // Nothing may be fetched, whatever the data hold.
        text.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">\n");
        text.Append(CultureInfo.InvariantCulture, $"<title>{heading}</title>\n");
        text.Append(CultureInfo.InvariantCulture, $"<style>\n{PageResource.Read(PageResource.LibraryStyle)}\n{PageResource.Read("report.css")}</style>\n</head>\n<body>\n");
        text.Append(CultureInfo.InvariantCulture, $"<header><h1>{heading}</h1><p>{WebUtility.HtmlEncode(subtitle)}</p></header>\n<main id=\"report\"></main>\n");
        text.Append(CultureInfo.InvariantCulture, $"<script type=\"application/json\" id=\"data\">{data}</script>\n");
        text.Append(CultureInfo.InvariantCulture, $"<!-- Charts by uPlot:\n{PageResource.Read(PageResource.License)}-->\n<script>{PageResource.Read(PageResource.Library)}</script>\n");
        foreach (var script in new[] { "numbers.js", "shapes.js", "report.js" })
            text.Append(CultureInfo.InvariantCulture, $"<script>\n{PageResource.Read(script)}</script>\n");
        text.Append("</body>\n</html>\n");
        return text.ToString();
    }

    /// <summary>Writes a page beside its final name, then renames it.</summary>
    /// <param name="text">The page.</param>
    /// <param name="page">File; its folder is made.</param>
    public static void Write(string text, string page)
    {
        if (Path.GetDirectoryName(page) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        var temporary = page + ".new";
        File.WriteAllText(temporary, text);
        File.Move(temporary, page, overwrite: true);
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
