using System.Diagnostics;
using System.Globalization;

namespace LeanDeep.Benchmarks;

/// <summary>A Python process that times named work on request, so that both sides can take turns.</summary>
public sealed class PythonBaseline : IDisposable
{
    private readonly Process _process;

    /// <param name="script">A script beside this assembly that answers "case repetitions" with seconds.</param>
    /// <param name="needs">The package that it imports.</param>
    /// <exception cref="InvalidOperationException">Python or what the script imports is missing.</exception>
    public PythonBaseline(string script, string needs = "python3-torch")
    {
        var python = Environment.GetEnvironmentVariable("LEANDEEP_PYTHON") is { Length: > 0 } named ? named : "/usr/bin/python3";
        var path = Path.Combine(AppContext.BaseDirectory, script);
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(path);
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidOperationException($"{python}: {error.Message}; LEANDEEP_PYTHON names another Python");
        }
        Version = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException(
            $"{python} {path}: {_process.StandardError.ReadToEnd().TrimEnd().Split('\n')[^1]} (the baseline needs {needs})");
    }

    /// <summary>The version that the script announced.</summary>
    public string Version { get; }

    /// <returns>Seconds that the repetitions took.</returns>
    public double Time(string name, int repetitions)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {repetitions}"));
        _process.StandardInput.Flush();
        var answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"the Python baseline ended at '{name}': {_process.StandardError.ReadToEnd().TrimEnd().Split('\n')[^1]}");
        return double.Parse(answer, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(2000)) _process.Kill();
        _process.Dispose();
    }
}
