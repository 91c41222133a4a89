using System.Globalization;

namespace QuantConnect.Logging;

public interface ILogHandler : IDisposable
{
    void Error(string text);
    void Debug(string text);
    void Trace(string text);
    void Report(string text);
}

/// <summary>The engine's own log. Nothing of a run's result depends on it.</summary>
public static class Log
{
    public static ILogHandler LogHandler { get; set; } = new ConsoleErrorLogHandler();
    public static bool DebuggingEnabled { get; set; }
    public static int DebuggingLevel { get; set; } = 1;
    public static string FilePath { get; set; } = "log.txt";

    public static void Error(string error, bool overrideMessageFloodProtection = false) => LogHandler.Error(error);
    public static void Error(Exception exception, string message = null, bool overrideMessageFloodProtection = false) =>
        LogHandler.Error($"{message} {exception}".Trim());
    public static void Error(string format, params object[] args) => LogHandler.Error(string.Format(CultureInfo.InvariantCulture, format, args));
    public static void Trace(string traceText, bool overrideMessageFloodProtection = false) => LogHandler.Trace(traceText);
    public static void Trace(string format, params object[] args) => LogHandler.Trace(string.Format(CultureInfo.InvariantCulture, format, args));

    public static void Debug(string text, int level = 1)
    {
        if (DebuggingEnabled && level >= DebuggingLevel) LogHandler.Debug(text);
    }

    public static void Report(string text) => LogHandler.Report(text);
}
