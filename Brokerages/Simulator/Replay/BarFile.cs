using System.Globalization;
using System.IO.Compression;
using LeanDeep.Brokerages.Calendar;

namespace LeanDeep.Brokerages.Simulator.Replay;

/// <summary>One zip of bars in LEAN's format.</summary>
internal static class BarFile
{
    /// <summary>Daily or hour bars: <c>yyyyMMdd HH:mm,open,high,low,close,volume</c>, New York. A daily bar's start is its midnight.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static ReplayBar[] ReadCoarse(string path) => Read(path, text =>
        MarketCalendar.Utc(DateTime.ParseExact(text, "yyyyMMdd HH:mm", CultureInfo.InvariantCulture)).Ticks);

    /// <summary>Minute bars of one day: <c>milliseconds,open,high,low,close,volume</c> since its midnight in New York.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static ReplayBar[] ReadMinutes(string path, DateOnly date)
    {
        var midnight = date.ToDateTime(TimeOnly.MinValue);
        return Read(path, text => MarketCalendar.Utc(midnight.AddMilliseconds(long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture))).Ticks);
    }

    private static ReplayBar[] Read(string path, Func<string, long> start)
    {
        var bars = new List<ReplayBar>();
        var number = 0;
        try
        {
            using var zip = ZipFile.OpenRead(path);
            using var lines = new StreamReader((zip.Entries.Count > 0 ? zip.Entries[0] : throw new InvalidDataException("found no entry")).Open());
            while (lines.ReadLine() is { } line)
            {
                number++;
                var fields = line.Split(',');
                if (fields.Length < 6) throw new FormatException($"{fields.Length} fields");
                var bar = new ReplayBar(start(fields[0]), Number(fields[1]), Number(fields[2]), Number(fields[3]), Number(fields[4]), (long)decimal.Parse(fields[5], NumberStyles.Float, CultureInfo.InvariantCulture));
                if (bar.Low <= 0 || bar.Low > Math.Min(bar.Open, bar.Close) || bar.High < Math.Max(bar.Open, bar.Close)) throw new FormatException($"prices {line}");
                if (bars.Count > 0 && bars[^1].Start >= bar.Start) throw new FormatException($"time {fields[0]}, not after the line before");
                bars.Add(bar);
            }
        }
        catch (Exception e) when (e is FormatException or OverflowException or InvalidDataException)
        {
            throw new InvalidDataException($"{path}: line {number}: expected a bar, found {e.Message}", e);
        }
        return [.. bars];
    }

    private static long Number(string text) => (long)decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
