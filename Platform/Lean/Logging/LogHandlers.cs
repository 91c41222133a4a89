using System.Globalization;

namespace QuantConnect.Logging;

/// <summary>Errors to standard error, everything else to standard output.</summary>
public class ConsoleLogHandler : ILogHandler
{
    public virtual void Error(string text) => Console.Error.WriteLine(text);
    public virtual void Debug(string text) => Console.WriteLine(text);
    public virtual void Trace(string text) => Console.WriteLine(text);
    public virtual void Report(string text) => Console.WriteLine(text);

    public void Dispose() => GC.SuppressFinalize(this);
}

/// <summary>Writes errors only.</summary>
public class ConsoleErrorLogHandler : ConsoleLogHandler
{
    public override void Debug(string text) { }
    public override void Trace(string text) { }
    public override void Report(string text) { }
}

/// <summary>Appends every message to a file, which is made with the first one.</summary>
public class FileLogHandler(string filepath, bool useTimestampPrefix = true) : ILogHandler
{
    private readonly Lock _lock = new();
    private StreamWriter _writer;
    private bool _disposed;

    public FileLogHandler() : this(Log.FilePath) { }

    public void Error(string text) => Write(text, "ERROR");
    public void Debug(string text) => Write(text, "DEBUG");
    public void Trace(string text) => Write(text, "TRACE");
    public void Report(string text) => Write(text, "REPORT");

    protected virtual string CreateMessage(string text, string level) =>
        useTimestampPrefix ? $"{DateTime.UtcNow.ToString("o", CultureInfo.InvariantCulture)} {level}:: {text}" : $"{level}:: {text}";

    private void Write(string text, string level)
    {
        lock (_lock)
        {
            if (_disposed) return;
            _writer ??= new StreamWriter(File.Open(filepath, FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
            _writer.WriteLine(CreateMessage(text, level));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _writer?.Dispose();
        }
        GC.SuppressFinalize(this);
    }
}
