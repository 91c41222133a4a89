using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LeanDeep.Training.Data;

/// <summary>The files beside the bars without which LEAN does not start: market hours and symbol properties; and the interest rate.</summary>
public static class SupportFiles
{
    private const string Entry = "Equity-usa-[*]";

    /// <summary>Writes a market-hours database with the one entry for US equities.</summary>
    public static void WriteMarketHours(string path, MarketCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, IndentSize = 1, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteStartObject("entries");
        json.WriteStartObject(Entry);
        json.WriteString("dataTimeZone", "America/New_York");
        json.WriteString("exchangeTimeZone", "America/New_York");
        foreach (var day in (string[])["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"])
        {
            json.WriteStartArray(day);
            if (day is not ("sunday" or "saturday"))
            {
                Segment(json, "04:00:00", "09:30:00", "premarket");
                Segment(json, "09:30:00", "16:00:00", "market");
                Segment(json, "16:00:00", "20:00:00", "postmarket");
            }
            json.WriteEndArray();
        }
        json.WriteStartArray("holidays");
        foreach (var day in calendar.Closures)
            json.WriteStringValue(day.ToString("M/d/yyyy", CultureInfo.InvariantCulture));
        json.WriteEndArray();
        json.WriteStartObject("earlyCloses");
        foreach (var (day, minute) in calendar.EarlyCloses)
            json.WriteString(day.ToString("M/d/yyyy", CultureInfo.InvariantCulture), TimeSpan.FromMinutes(minute).ToString("c", CultureInfo.InvariantCulture));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        file.WriteByte((byte)'\n');
    }

    /// <summary>Reads holidays and early closes of US equities from a market-hours database.</summary>
    /// <exception cref="InvalidDataException">It is not JSON, or lacks the entry or its lists.</exception>
    public static MarketCalendar ReadMarketHours(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var document = JsonDocument.Parse(file, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (!document.RootElement.TryGetProperty("entries", out var entries) || !entries.TryGetProperty(Entry, out var entry))
                throw new BadLine(0, $"the entry {Entry}", "none").In(path);
            var closures = entry.TryGetProperty("holidays", out var holidays)
                ? holidays.EnumerateArray().Select(day => Day(path, day.GetString())).ToList()
                : throw new BadLine(0, $"holidays in {Entry}", "none").In(path);
            var earlyCloses = new Dictionary<DateOnly, int>();
            if (entry.TryGetProperty("earlyCloses", out var early))
                foreach (var item in early.EnumerateObject())
                    earlyCloses[Day(path, item.Name)] = TimeSpan.TryParse(item.Value.GetString(), CultureInfo.InvariantCulture, out var time)
                        ? (int)time.TotalMinutes
                        : throw new BadLine(0, "an early close as HH:mm:ss", $"'{item.Value}'").In(path);
            return new MarketCalendar(closures, earlyCloses);
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{path}: expected LEAN's market-hours JSON, found other content ({damaged.Message})", damaged);
        }
    }

    /// <summary>Writes the symbol properties of US equities: dollars, one cent, one share.</summary>
    public static void WriteSymbolProperties(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path,
            "market,symbol,type,description,quote_currency,contract_multiplier,minimum_price_variation,lot_size,market_ticker,minimum_order_size,price_magnifier,strike_multiplier\n"
            + "usa,[*],equity,,USD,1,0.01,1\n");
    }

    /// <summary>Writes the risk-free rates, in percent a year, each valid from its date on.</summary>
    public static void WriteInterestRates(string path, IEnumerable<KeyValuePair<DateOnly, decimal>> rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var text = new StringBuilder("DATE,PCREDIT8\n");
        foreach (var (day, rate) in rates)
            text.Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},{rate}\n");
        File.WriteAllText(path, text.ToString());
    }

    private static DateOnly Day(string path, string? text) =>
        DateOnly.TryParseExact(text, "M/d/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new BadLine(0, "a date as M/d/yyyy", $"'{text}'").In(path);

    private static void Segment(Utf8JsonWriter json, string start, string end, string state)
    {
        json.WriteStartObject();
        json.WriteString("start", start);
        json.WriteString("end", end);
        json.WriteString("state", state);
        json.WriteEndObject();
    }
}
