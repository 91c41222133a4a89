using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace LeanDeep.Cli;

/// <summary>Where a verb's result and progress go: a table for people, or one JSON object on standard output.</summary>
internal sealed class Report
{
    /// <summary>The option that every verb takes.</summary>
    public static readonly Option<bool> Json = new("--json") { Description = "one JSON object on standard output, everything else on standard error" };

    /// <summary>How JSON is written everywhere.</summary>
    public static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    private readonly TextWriter _output, _error;
    private readonly bool _json, _interactive;
    private bool _lineOpen;
    private string _stage = "";

    public Report(ParseResult parsed, TextWriter output, TextWriter error)
    {
        _json = parsed.GetValue(Json);
        _output = output;
        _error = error;
        _interactive = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
    }

    /// <summary>A line about what is being done now. On a terminal it overwrites the line before while the stage is the same;
    /// elsewhere only a new stage is written.</summary>
    public void Progress(string stage, string detail = "")
    {
        lock (_error)
        {
            var text = detail.Length == 0 ? stage : $"{stage}: {detail}";
            if (_interactive)
            {
                if (_lineOpen && stage != _stage) _error.WriteLine();
                _error.Write("\r" + text + "\u001b[K");
                _lineOpen = true;
            }
            else if (stage != _stage)
            {
                _error.WriteLine(stage);
            }
            _stage = stage;
        }
    }

    /// <summary>Progress that is shown before its sender goes on, so that none comes after the result.</summary>
    public static IProgress<T> On<T>(Action<T> show) => new Immediate<T>(show);

    /// <summary>A line on standard error that the run survives.</summary>
    public void Warn(string message)
    {
        lock (_error)
        {
            CloseLine();
            _error.WriteLine($"leandeep: warning: {message}");
        }
    }

    /// <summary>The line that says why the exit code is not 0, after a result that was shown nonetheless.</summary>
    public void Fail(string message)
    {
        lock (_error)
        {
            CloseLine();
            _error.WriteLine($"leandeep: {message}");
        }
    }

    /// <summary>The verb's result: <paramref name="result"/> as JSON, or else the rows as a table.</summary>
    public void Result(object result, IEnumerable<(string Name, string Value)> rows)
    {
        if (Write(result)) return;
        var width = rows.Max(row => row.Name.Length);
        foreach (var (name, value) in rows)
            _output.WriteLine($"{name.PadRight(width)}  {value}");
    }

    /// <summary>As <see cref="Result(object, IEnumerable{ValueTuple{string, string}})"/> with a header and several columns.</summary>
    public void Result(object result, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        if (!Write(result)) Table(_output, header, rows);
    }

    /// <summary>A table for people.</summary>
    public static void Table(TextWriter output, IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var name in header) table.AddColumn(new TableColumn(name.EscapeMarkup()));
        foreach (var row in rows) table.AddRow(row.Select(cell => cell.EscapeMarkup()).ToArray());
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = 160;
        console.Write(table);
    }

    private void CloseLine()
    {
        if (_lineOpen) _error.WriteLine();
        _lineOpen = false;
    }

    private bool Write(object result)
    {
        CloseLine();
        if (_json) _output.WriteLine(JsonSerializer.Serialize(result, Format));
        return _json;
    }

    private sealed class Immediate<T>(Action<T> show) : IProgress<T>
    {
        public void Report(T value) => show(value);
    }

    public static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
    public static string Seconds(double value) => value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + " s";
}
