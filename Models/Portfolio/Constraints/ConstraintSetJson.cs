using System.Globalization;
using System.Text.Json;

namespace LeanDeep.Models.Portfolio;

/// <summary>Constraint sets as JSON. Every field is optional, as in <see cref="ConstraintSet"/>; an unknown or repeated one is refused.
/// An interval is an object with "lower", "upper" or both; what is absent does not bound.</summary>
/// <example><code>
/// {
///   "net": { "lower": 1, "upper": 1 }, "cash": { "lower": 0, "upper": 0.05 }, "gross": 1.4,
///   "box": { "lower": -0.1, "upper": 0.1 }, "names": { "AAPL": { "lower": 0, "upper": 0.05 } },
///   "groups": [{ "name": "banks", "sector": "Banks", "upper": 0.3 }, { "name": "beta", "members": { "AAPL": 1.2, "JPM": 1.1 }, "upper": 0.8 }],
///   "turnover": 0.5, "costs": 0.0005, "volatility": 0.15
/// }
/// </code></example>
public static class ConstraintSetJson
{
    /// <summary>Reads a set.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="InvalidDataException">Not JSON, or not a constraint set: where, what was expected, what was found.</exception>
    public static ConstraintSet Read(ReadOnlySpan<byte> json, string path)
    {
        try
        {
            return Read(JsonElement.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false }), path);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: line {error.LineNumber + 1}: expected JSON, found {error.Message.Split('\n')[0]}", error);
        }
    }

    /// <summary>Reads a set that is part of something larger.</summary>
    public static ConstraintSet Read(JsonElement element, string path)
    {
        var reader = new Reader(path);
        reader.Keys(element, "", "net", "cash", "gross", "box", "names", "groups", "turnover", "costs", "volatility");
        var plain = new ConstraintSet();
        var set = new ConstraintSet
        {
            Net = reader.Interval(element, "net") ?? plain.Net,
            Cash = reader.Interval(element, "cash") ?? plain.Cash,
            Box = reader.Interval(element, "box") ?? plain.Box,
            Names = reader.Names(element),
            Groups = reader.Groups(element),
            Gross = reader.Number(element, "gross", "gross"),
            Turnover = reader.Number(element, "turnover", "turnover"),
            Costs = reader.Number(element, "costs", "costs") ?? plain.Costs,
            Volatility = reader.Number(element, "volatility", "volatility"),
        };
        return ConstraintSetRules.FirstBreach(set) is { } breach ? throw reader.Misfit(breach.Field, breach.Expected, breach.Found) : set;
    }

    /// <summary>Writes a set, indented, with a final line feed; fields at their defaults are left out.</summary>
    public static byte[] Write(ConstraintSet set)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" })) Write(set, writer);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Writes a set as a part of something larger.</summary>
    public static void Write(ConstraintSet set, Utf8JsonWriter writer)
    {
        var plain = new ConstraintSet();
        writer.WriteStartObject();
        if (set.Net != plain.Net) Write(writer, "net", set.Net);
        if (set.Cash != plain.Cash) Write(writer, "cash", set.Cash);
        if (set.Gross is { } gross) writer.WriteNumber("gross", gross);
        if (set.Box != plain.Box) Write(writer, "box", set.Box);
        if (set.Names.Count > 0)
        {
            writer.WriteStartObject("names");
            foreach (var (name, box) in set.Names.OrderBy(n => n.Key, StringComparer.Ordinal)) Write(writer, name, box);
            writer.WriteEndObject();
        }
        if (set.Groups.Count > 0)
        {
            writer.WriteStartArray("groups");
            foreach (var group in set.Groups) Write(writer, group);
            writer.WriteEndArray();
        }
        if (set.Turnover is { } turnover) writer.WriteNumber("turnover", turnover);
        if (set.Costs != plain.Costs) writer.WriteNumber("costs", set.Costs);
        if (set.Volatility is { } volatility) writer.WriteNumber("volatility", volatility);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, GroupLimit group)
    {
        writer.WriteStartObject();
        writer.WriteString("name", group.Name);
        if (group.Sector is { } sector) writer.WriteString("sector", sector);
        if (group.Members is { } members)
        {
            writer.WriteStartObject("members");
            foreach (var (name, weight) in members.OrderBy(m => m.Key, StringComparer.Ordinal)) writer.WriteNumber(name, weight);
            writer.WriteEndObject();
        }
        WriteEnds(writer, group.Limits);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, Interval interval)
    {
        writer.WriteStartObject(name);
        WriteEnds(writer, interval);
        writer.WriteEndObject();
    }

    private static void WriteEnds(Utf8JsonWriter writer, Interval interval)
    {
        if (double.IsFinite(interval.Lower)) writer.WriteNumber("lower", interval.Lower);
        if (double.IsFinite(interval.Upper)) writer.WriteNumber("upper", interval.Upper);
    }

    private sealed class Reader(string path)
    {
        public InvalidDataException Misfit(string where, string expected, string found) =>
            new($"{path}: {(where.Length > 0 ? where + ": " : "")}expected {expected}, found {found}");

        public void Keys(JsonElement element, string where, params ReadOnlySpan<string> known)
        {
            if (element.ValueKind != JsonValueKind.Object) throw Misfit(where, "an object", Text(element));
            foreach (var property in element.EnumerateObject())
                if (!known.Contains(property.Name))
                    throw Misfit(where.Length > 0 ? $"{where}.{property.Name}" : property.Name, "one of " + string.Join(", ", known), "an unknown field");
        }

        public double? Number(JsonElement parent, string name, string where) =>
            !parent.TryGetProperty(name, out var value) ? null
            : value.ValueKind == JsonValueKind.Number ? value.GetDouble()
            : throw Misfit(where, "a number", Text(value));

        public Interval? Interval(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? Range(value, name) : null;

        public Dictionary<string, Interval> Names(JsonElement parent)
        {
            var names = new Dictionary<string, Interval>(StringComparer.Ordinal);
            if (!parent.TryGetProperty("names", out var element)) return names;
            if (element.ValueKind != JsonValueKind.Object) throw Misfit("names", "an object of intervals", Text(element));
            foreach (var property in element.EnumerateObject()) names.Add(property.Name, Range(property.Value, $"names.{property.Name}"));
            return names;
        }

        public List<GroupLimit> Groups(JsonElement parent)
        {
            var groups = new List<GroupLimit>();
            if (!parent.TryGetProperty("groups", out var element)) return groups;
            if (element.ValueKind != JsonValueKind.Array) throw Misfit("groups", "a list", Text(element));
            foreach (var item in element.EnumerateArray()) groups.Add(Group(item, $"groups[{groups.Count}]"));
            return groups;
        }

        private GroupLimit Group(JsonElement element, string where)
        {
            Keys(element, where, "name", "sector", "members", "lower", "upper");
            return new GroupLimit(String(element, "name", where) ?? "", Ends(element, where))
            {
                Sector = String(element, "sector", where),
                Members = element.TryGetProperty("members", out var members) ? Members(members, $"{where}.members") : null,
            };
        }

        private Dictionary<string, double> Members(JsonElement element, string where)
        {
            var members = new Dictionary<string, double>(StringComparer.Ordinal);
            if (element.ValueKind != JsonValueKind.Object) throw Misfit(where, "an object of numbers", Text(element));
            foreach (var property in element.EnumerateObject()) members.Add(property.Name, Number(element, property.Name, $"{where}.{property.Name}")!.Value);
            return members;
        }

        private Interval Range(JsonElement element, string where)
        {
            Keys(element, where, "lower", "upper");
            return Ends(element, where);
        }

        private Interval Ends(JsonElement element, string where) => new(
            Number(element, "lower", $"{where}.lower") ?? double.NegativeInfinity, Number(element, "upper", $"{where}.upper") ?? double.PositiveInfinity);

        private string? String(JsonElement parent, string name, string where) =>
            !parent.TryGetProperty(name, out var value) ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw Misfit($"{where}.{name}", "text", Text(value));

        private static string Text(JsonElement value)
        {
            var text = value.GetRawText().ReplaceLineEndings(" ");
            return text.Length <= 60 ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..60]}…");
        }
    }
}
