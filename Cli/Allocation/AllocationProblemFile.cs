using System.Globalization;
using System.Text.Json;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Cli.Allocation;

/// <summary>One allocation problem from files: a JSON file, or CSV files of expected returns, covariances, weights held and sectors.</summary>
internal sealed class AllocationProblemFile
{
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>(names) null for none.</summary>
    public IReadOnlyList<string>? Sectors { get; init; }

    /// <summary>(names) μ; zero where the file has none.</summary>
    public required double[] Returns { get; init; }

    /// <summary>(names · names) Σ.</summary>
    public required double[] Covariance { get; init; }

    /// <summary>(names) empty for none.</summary>
    public double[] Held { get; init; } = [];

    public double RiskAversion { get; init; } = 1;
    public double Ridge { get; init; }
    public ConstraintSet Constraints { get; init; } = new();

    /// <summary>Reads an object with <c>names</c>, <c>covariance</c> and, where wanted, <c>returns</c>, <c>sectors</c>, <c>held</c>, <c>riskAversion</c>, <c>ridge</c>, <c>constraints</c>.</summary>
    /// <exception cref="InvalidDataException">Not such an object: where, what was expected, what was found.</exception>
    public static AllocationProblemFile ReadJson(string path)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: line {error.LineNumber + 1}: expected JSON, found {error.Message.Split('\n')[0]}", error);
        }
        string[] known = ["names", "sectors", "returns", "covariance", "held", "riskAversion", "ridge", "constraints"];
        if (root.ValueKind != JsonValueKind.Object) throw new InvalidDataException($"{path}: expected an object, found {root.ValueKind}");
        foreach (var property in root.EnumerateObject())
            if (!known.Contains(property.Name)) throw new InvalidDataException($"{path}: {property.Name}: expected one of {string.Join(", ", known)}, found an unknown field");
        var names = Texts(root, "names", path) ?? throw new InvalidDataException($"{path}: names: expected a list of names, found none");
        var n = names.Length;
        return new AllocationProblemFile
        {
            Names = names,
            Sectors = Texts(root, "sectors", path, n),
            Returns = Vector(root, "returns", path, n) ?? new double[n],
            Covariance = Matrix(root, path, n),
            Held = Vector(root, "held", path, n) ?? [],
            RiskAversion = root.TryGetProperty("riskAversion", out var aversion) ? Number(aversion, $"{path}: riskAversion") : 1,
            Ridge = root.TryGetProperty("ridge", out var ridge) ? Number(ridge, $"{path}: ridge") : 0,
            Constraints = root.TryGetProperty("constraints", out var set) ? ConstraintSetJson.Read(set, $"{path}: constraints") : new ConstraintSet(),
        }.Checked(path);
    }

    /// <summary>Reads a matrix with a header of names, and vectors of lines <c>name,value</c> in any order.</summary>
    /// <param name="covariance">CSV: a header of names, then a row of numbers for each; rows may begin with their name.</param>
    /// <exception cref="InvalidDataException">A file does not fit: path, line, expected, found.</exception>
    public static AllocationProblemFile ReadCsv(string? returns, string covariance, string? constraints, string? held, string? sectors)
    {
        var lines = Lines(covariance);
        if (lines.Count == 0) throw new InvalidDataException($"{covariance}: expected a header of names, found nothing");
        string[] names = [.. lines[0].Cells.Where((cell, i) => i > 0 || cell.Length > 0)];
        var n = names.Length;
        var matrix = new double[n * n];
        if (lines.Count != n + 1) throw new InvalidDataException($"{covariance}: expected {n} rows below the names, found {lines.Count - 1}");
        for (var row = 0; row < n; row++)
        {
            var (line, cells) = lines[row + 1];
            if (cells.Length == n + 1)
            {
                if (cells[0] != names[row]) throw new InvalidDataException($"{covariance}: line {line}: expected the row of {names[row]}, found {cells[0]}");
                cells = cells[1..];
            }
            if (cells.Length != n) throw new InvalidDataException($"{covariance}: line {line}: expected {n} numbers, found {cells.Length}");
            for (var column = 0; column < n; column++) matrix[row * n + column] = Number(cells[column], covariance, line);
        }
        return new AllocationProblemFile
        {
            Names = names,
            Covariance = matrix,
            Returns = returns is null ? new double[n] : Named(returns, names, (text, line) => Number(text, returns, line)),
            Held = held is null ? [] : Named(held, names, (text, line) => Number(text, held, line)),
            Sectors = sectors is null ? null : Named(sectors, names, (text, _) => text),
            Constraints = constraints is null ? new ConstraintSet() : ConstraintSetJson.Read(File.ReadAllBytes(constraints), constraints),
        }.Checked(returns is null ? covariance : $"{covariance}, {returns}");
    }

    /// <exception cref="InvalidDataException">A number is not finite, or the covariance is not symmetric.</exception>
    private AllocationProblemFile Checked(string path)
    {
        var n = Names.Count;
        for (var i = 0; i < n; i++)
        {
            Require(double.IsFinite(Returns[i]), $"{path}: expected return of {Names[i]}", "a finite number", Returns[i]);
            Require(Held.Length == 0 || double.IsFinite(Held[i]), $"{path}: weight of {Names[i]} held", "a finite number", Held.Length == 0 ? 0 : Held[i]);
            for (var j = 0; j < n; j++)
            {
                var (here, there) = (Covariance[i * n + j], Covariance[j * n + i]);
                Require(double.IsFinite(here), $"{path}: covariance of {Names[i]} and {Names[j]}", "a finite number", here);
                Require(
                    !(Math.Abs(here - there) > 1e-9 * Math.Max(Math.Abs(here), Math.Abs(there))), $"{path}: covariance of {Names[i]} and {Names[j]}",
                    string.Create(CultureInfo.InvariantCulture, $"{there}, that of {Names[j]} and {Names[i]}"), here);
            }
        }
        return this;

        static void Require(bool condition, string where, string expected, double found)
        {
            if (!condition) throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{where}: expected {expected}, found {found}"));
        }
    }

    private static T[] Named<T>(string path, string[] names, Func<string, int, T> read)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var (line, cells) in Lines(path))
        {
            if (cells.Length != 2) throw new InvalidDataException($"{path}: line {line}: expected name,value, found {cells.Length} cells");
            if (!names.Contains(cells[0]))
            {
                if (line == 1) continue; // a header
                throw new InvalidDataException($"{path}: line {line}: expected one of the {names.Length} names of the covariance, found {cells[0]}");
            }
            if (!found.TryAdd(cells[0], read(cells[1], line))) throw new InvalidDataException($"{path}: line {line}: expected each name once, found {cells[0]} again");
        }
        return [.. names.Select(name => found.TryGetValue(name, out var value) ? value : throw new InvalidDataException($"{path}: expected a line for {name}, found none"))];
    }

    private static List<(int Line, string[] Cells)> Lines(string path) =>
        [.. File.ReadAllLines(path).Select((text, i) => (i + 1, text)).Where(line => !string.IsNullOrWhiteSpace(line.text)).Select(line => (line.Item1, line.text.Split(',', StringSplitOptions.TrimEntries)))];

    private static double Number(string text, string path, int line) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw new InvalidDataException($"{path}: line {line}: expected a number, found {text}");

    private static double Number(JsonElement value, string where) =>
        value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw new InvalidDataException($"{where}: expected a number, found {value.GetRawText()}");

    private static double[]? Vector(JsonElement root, string field, string path, int length) =>
        root.TryGetProperty(field, out var value) ? Vector(value, $"{path}: {field}", length) : null;

    private static double[] Vector(JsonElement value, string where, int length)
    {
        if (value.ValueKind != JsonValueKind.Array) throw new InvalidDataException($"{where}: expected a list of {length} numbers, found {value.ValueKind}");
        double[] numbers = [.. value.EnumerateArray().Select((item, i) => Number(item, $"{where}[{i}]"))];
        return numbers.Length == length ? numbers : throw new InvalidDataException($"{where}: expected {length} numbers, found {numbers.Length}");
    }

    private static double[] Matrix(JsonElement root, string path, int n)
    {
        if (!root.TryGetProperty("covariance", out var rows)) throw new InvalidDataException($"{path}: covariance: expected {n} rows of {n} numbers, found none");
        if (rows.ValueKind != JsonValueKind.Array || rows.GetArrayLength() != n)
            throw new InvalidDataException($"{path}: covariance: expected {n} rows, found {(rows.ValueKind == JsonValueKind.Array ? rows.GetArrayLength().ToString(CultureInfo.InvariantCulture) : rows.ValueKind.ToString())}");
        return [.. rows.EnumerateArray().SelectMany((row, i) => Vector(row, $"{path}: covariance[{i}]", n))];
    }

    private static string[]? Texts(JsonElement root, string field, string path, int length = -1)
    {
        if (!root.TryGetProperty(field, out var value)) return null;
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw new InvalidDataException($"{path}: {field}: expected a list of texts, found {value.ValueKind}");
        string[] texts = [.. value.EnumerateArray().Select(item => item.GetString()!)];
        return length < 0 || texts.Length == length ? texts : throw new InvalidDataException($"{path}: {field}: expected {length}, found {texts.Length}");
    }
}
