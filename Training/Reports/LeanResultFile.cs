using System.Globalization;
using System.Text.Json;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Training.Reports;

/// <summary>Reads LEAN's result JSON, genuine or of the embedded engine.</summary>
public static class LeanResultFile
{
    /// <summary>OrderStatus.Filled.</summary>
    private const int Filled = 3;

    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="InvalidDataException">Not JSON, or no equity chart in it.</exception>
    public static LeanResult Read(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: expected a LEAN result file, found none");
        using var stream = File.OpenRead(path);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(stream);
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"{path}: line {failure.LineNumber + 1}: expected a LEAN result file, found no valid JSON");
        }
        using (document)
        {
            try
            {
                return Read(document.RootElement, path);
            }
            catch (Exception failure) when (failure is InvalidOperationException or FormatException or KeyNotFoundException or IndexOutOfRangeException or ArgumentException)
            {
                throw new InvalidDataException($"{path}: expected LEAN's result fields, found another shape ({failure.Message})");
            }
        }
    }

    private static LeanResult Read(JsonElement root, string path)
    {
        var equity = Series(root, "Strategy Equity", "Equity");
        if (equity.Count == 0) throw new InvalidDataException($"{path}: expected the chart 'Strategy Equity' with the series 'Equity', found none");
        var benchmark = Series(root, "Benchmark", "Benchmark");
        foreach (var day in benchmark.Where(sample => sample.Value <= 0).Select(sample => sample.Key).ToArray()) benchmark.Remove(day);
        var configuration = Member(root, "algorithmConfiguration");
        return new LeanResult
        {
            Name = Text(Member(configuration, "name")) is { Length: > 0 } name ? name : Path.GetFileNameWithoutExtension(path),
            Equity = equity,
            Benchmark = benchmark,
            LongExposure = SumOfSeries(root, "Exposure", "Long Ratio"),
            ShortExposure = SumOfSeries(root, "Exposure", "Short Ratio"),
            Turnover = Series(root, "Portfolio Turnover", "Portfolio Turnover"),
            Margin = Margin(root),
            DecidedWeights = AllSeries(root, AllocationCharts.Weights),
            RiskContributions = AllSeries(root, AllocationCharts.Risk),
            ConstraintPrices = AllSeries(root, AllocationCharts.Prices),
            Fills = Fills(root),
            Trades = Trades(root),
            Statistics = Texts(Member(root, "statistics")),
            RuntimeStatistics = Texts(Member(root, "runtimeStatistics")),
            Parameters = Texts(Member(configuration, "parameters")),
        };
    }

    private static List<FilledOrder> Fills(JsonElement root)
    {
        var fills = new List<FilledOrder>();
        foreach (var order in Members(Member(root, "orders")).Select(member => member.Value))
        {
            if (!IsFilled(Member(order, "status"))) continue;
            var time = Member(order, "lastFillTime") is { ValueKind: JsonValueKind.String } filled ? filled : Member(order, "time");
            fills.Add(new(Ticker(order), Time(time), Number(Member(order, "quantity")), Number(Member(order, "price"))));
        }
        return [.. fills.OrderBy(fill => fill.Time)];
    }

    private static bool IsFilled(JsonElement status) =>
        status.ValueKind == JsonValueKind.Number ? status.GetInt32() == Filled : string.Equals(Text(status), nameof(Filled), StringComparison.OrdinalIgnoreCase);

    private static List<ClosedTrade> Trades(JsonElement root)
    {
        var trades = new List<ClosedTrade>();
        var list = Member(Member(root, "totalPerformance"), "closedTrades");
        if (list.ValueKind != JsonValueKind.Array) return trades;
        foreach (var trade in list.EnumerateArray())
        {
            var direction = Member(trade, "direction");
            var isShort = direction.ValueKind == JsonValueKind.Number
                ? direction.GetInt32() == 1
                : string.Equals(Text(direction), "short", StringComparison.OrdinalIgnoreCase);
            trades.Add(new(
                Ticker(trade), isShort, Time(Member(trade, "entryTime")), Time(Member(trade, "exitTime")), Number(Member(trade, "quantity")),
                Number(Member(trade, "entryPrice")), Number(Member(trade, "exitPrice")), Number(Member(trade, "profitLoss")), Number(Member(trade, "totalFees"))));
        }
        return trades;
    }

    /// <summary>Of an order ("symbol") or a trade ("symbols"; one "symbol" in older files).</summary>
    private static string Ticker(JsonElement owner)
    {
        var symbol = Member(owner, "symbol");
        if (symbol.ValueKind == JsonValueKind.Undefined && Member(owner, "symbols") is { ValueKind: JsonValueKind.Array } symbols && symbols.GetArrayLength() > 0)
            symbol = symbols[0];
        return symbol.ValueKind == JsonValueKind.Object ? Text(Member(symbol, "value")) : Text(symbol);
    }

    private static Dictionary<DateOnly, IReadOnlyDictionary<string, double>> Margin(JsonElement root)
    {
        var margin = new Dictionary<DateOnly, IReadOnlyDictionary<string, double>>();
        foreach (var (name, series) in Members(Member(Chart(root, "Portfolio Margin"), "series")))
            foreach (var (day, value) in Samples(series))
            {
                if (!margin.TryGetValue(day, out var names)) margin[day] = names = new Dictionary<string, double>();
                ((Dictionary<string, double>)names)[name] = value;
            }
        return margin;
    }

    private static Dictionary<DateOnly, double> SumOfSeries(JsonElement root, string chart, string ending)
    {
        var sum = new Dictionary<DateOnly, double>();
        foreach (var (name, series) in Members(Member(Chart(root, chart), "series")))
            if (name.EndsWith(ending, StringComparison.Ordinal))
                foreach (var (day, value) in Samples(series))
                    sum[day] = sum.GetValueOrDefault(day) + value;
        return sum;
    }

    private static Dictionary<string, IReadOnlyDictionary<DateOnly, double>> AllSeries(JsonElement root, string chart) =>
        Members(Member(Chart(root, chart), "series")).ToDictionary(series => series.Name, series => (IReadOnlyDictionary<DateOnly, double>)Samples(series.Value));

    private static Dictionary<DateOnly, double> Series(JsonElement root, string chart, string name) =>
        Samples(Member(Member(Chart(root, chart), "series"), name));

    private static JsonElement Chart(JsonElement root, string name) => Member(Member(root, "charts"), name);

    /// <summary>The last value of each New York day; a sample at midnight belongs to the day that ends.</summary>
    private static Dictionary<DateOnly, double> Samples(JsonElement series)
    {
        var samples = new Dictionary<DateOnly, double>();
        if (Member(series, "values") is not { ValueKind: JsonValueKind.Array } points) return samples;
        foreach (var point in points.EnumerateArray())
        {
            // [time, value], [time, open, high, low, close], or {x, y} in older files
            var (time, value) = point.ValueKind == JsonValueKind.Array
                ? (point[0], point[point.GetArrayLength() - 1])
                : (Member(point, "x"), Member(point, "y") is { ValueKind: JsonValueKind.Number } y ? y : Member(point, "close"));
            if (value.ValueKind != JsonValueKind.Number) continue;
            samples[NewYorkTime.DayEndingAt(DateTimeOffset.FromUnixTimeSeconds(time.GetInt64()).UtcDateTime)] = value.GetDouble();
        }
        return samples;
    }

    /// <summary>Undefined where there is no such member; older LEAN versions wrote PascalCase.</summary>
    private static JsonElement Member(JsonElement owner, string name)
    {
        if (owner.ValueKind != JsonValueKind.Object) return default;
        if (owner.TryGetProperty(name, out var member)) return member;
        return owner.TryGetProperty(char.ToUpperInvariant(name[0]) + name[1..], out member) ? member : default;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement owner) =>
        owner.ValueKind == JsonValueKind.Object ? owner.EnumerateObject().Select(member => (member.Name, member.Value)) : [];

    private static List<KeyValuePair<string, string>> Texts(JsonElement owner) => [.. Members(owner).Select(member => KeyValuePair.Create(member.Name, Text(member.Value)))];

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString() ?? "",
        _ => value.GetRawText(),
    };

    /// <summary>Some LEAN numbers are texts.</summary>
    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => 0,
    };

    private static DateTime Time(JsonElement value) =>
        DateTime.Parse(Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
