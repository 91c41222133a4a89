using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;

namespace QuantConnect.Lean.Engine;

/// <summary>Reads bar files of a data folder into columns, and keeps them for the runs of this process while the files do not change.</summary>
internal static class BarStore
{
    private static readonly ConcurrentDictionary<string, (DateTime Written, long Length, BarColumns Columns)> Cache = new();

    /// <summary>Daily or hour bars of a ticker; empty where there is no file.</summary>
    /// <exception cref="InvalidDataException">The zip is damaged or a row is malformed.</exception>
    public static BarColumns Read(string dataFolder, string market, string ticker, Resolution resolution)
    {
        var path = Path.Combine(dataFolder, "equity", market, resolution.ResolutionToLower(), ticker.ToLowerInvariant() + ".zip");
        return ReadCached(path, null);
    }

    /// <summary>Minute bars of a ticker from a span of dates; days without a file are skipped.</summary>
    public static BarColumns ReadMinutes(string dataFolder, string market, string ticker, DateTime from, DateTime through)
    {
        var folder = Path.Combine(dataFolder, "equity", market, "minute", ticker.ToLowerInvariant());
        if (!Directory.Exists(folder)) return BarColumns.Empty;
        var parts = new List<BarColumns>();
        for (var date = from.Date; date <= through.Date; date = date.AddDays(1))
        {
            var part = ReadCached(Path.Combine(folder, date.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture) + "_trade.zip"), date);
            if (part.Count > 0) parts.Add(part);
        }
        return Join(parts);
    }

    private static BarColumns ReadCached(string path, DateTime? date)
    {
        var file = new FileInfo(path);
        if (!file.Exists) return BarColumns.Empty;
        var (written, length) = (file.LastWriteTimeUtc, file.Length);
        if (Cache.TryGetValue(path, out var entry) && entry.Written == written && entry.Length == length) return entry.Columns;
        var columns = ReadZip(path, date);
        Cache[path] = (written, length, columns);
        return columns;
    }

    private static BarColumns ReadZip(string path, DateTime? date)
    {
        byte[] text = null;
        try
        {
            int length;
            try
            {
                using var zip = new ZipArchive(new MemoryStream(File.ReadAllBytes(path)), ZipArchiveMode.Read);
                if (zip.Entries.Count == 0) throw new InvalidDataException("no entry");
                var entry = zip.Entries[0];
                using var stream = entry.Open();
                length = checked((int)entry.Length);
                text = ArrayPool<byte>.Shared.Rent(length);
                stream.ReadExactly(text, 0, length);
                if (ZipChecksum.Compute(text.AsSpan(0, length)) != entry.Crc32) throw new InvalidDataException($"the content of {entry.FullName} has another checksum");
            }
            catch (Exception e) when (e is InvalidDataException or EndOfStreamException or OverflowException)
            {
                throw new InvalidDataException($"{path}: expected a zip with one csv file, found a damaged one: {e.Message}", e);
            }
            return new BarFileParser(path, text, length, date).Parse();
        }
        finally
        {
            if (text != null) ArrayPool<byte>.Shared.Return(text);
        }
    }

    /// <summary>Bars of several files, in their order.</summary>
    public static BarColumns Join(List<BarColumns> parts)
    {
        if (parts.Count == 0) return BarColumns.Empty;
        if (parts.Count == 1) return parts[0];
        var scale = parts.Max(x => x.Scale);
        return new BarColumns
        {
            Start = Concatenate(x => x.Start, false), Open = Concatenate(x => x.Open, true), High = Concatenate(x => x.High, true),
            Low = Concatenate(x => x.Low, true), Close = Concatenate(x => x.Close, true), Volume = Concatenate(x => x.Volume, false), Scale = scale,
        };

        long[] Concatenate(Func<BarColumns, long[]> column, bool price)
        {
            var all = new List<long>(parts.Sum(x => x.Count));
            foreach (var part in parts)
            {
                if (!price || part.Scale == scale)
                {
                    all.AddRange(column(part));
                    continue;
                }
                long factor = 1;
                for (var i = part.Scale; i < scale; i++) factor *= 10;
                foreach (var value in column(part)) all.Add(value * factor);
            }
            return [.. all];
        }
    }
}

/// <summary>Parses one csv of bars: <c>yyyyMMdd HH:mm</c> or milliseconds of a day, then open, high, low, close times 10000, then volume.</summary>
internal sealed class BarFileParser(string path, byte[] text, int length, DateTime? date)
{
    private int _position, _line;
    // Decimal places of prices beyond the usual four.
    private int _extra;

    /// <exception cref="InvalidDataException">A row has not six columns, or one is not a number.</exception>
    public BarColumns Parse()
    {
        var rows = text.AsSpan(0, length).Count((byte)'\n');
        var capacity = length > 0 && text[length - 1] == '\n' ? rows : rows + 1;
        long[] start = new long[capacity], open = new long[capacity], high = new long[capacity], low = new long[capacity], close = new long[capacity], volume = new long[capacity];
        while (true)
        {
            var again = false;
            var count = 0;
            _position = 0;
            _line = 0;
            var previous = long.MinValue;
            while (_position < length)
            {
                _line++;
                if (text[_position] is (byte)'\n' or (byte)'\r')
                {
                    if (text[_position] == '\r') _line--;
                    _position++;
                    continue;
                }
                var places = _extra;
                var time = ReadTime();
                open[count] = ReadPrice();
                high[count] = ReadPrice();
                low[count] = ReadPrice();
                close[count] = ReadPrice();
                volume[count] = ReadVolume();
                EndLine();
                if (_extra != places)
                {
                    // More decimals than assumed so far: read all prices again at the finer scale.
                    again = true;
                    break;
                }
                // Rows out of order and repetitions of a time are dropped; the first stands.
                if (time <= previous) continue;
                start[count++] = previous = time;
            }
            if (again) continue;
            return new BarColumns
            {
                Start = Trim(start, count), Open = Trim(open, count), High = Trim(high, count), Low = Trim(low, count), Close = Trim(close, count),
                Volume = Trim(volume, count), Scale = (byte)(4 + _extra),
            };
        }
    }

    private static long[] Trim(long[] column, int count) => column.Length == count ? column : column.AsSpan(0, count).ToArray();

    private long ReadTime()
    {
        if (date.HasValue) return date.Value.Ticks + ReadNumber(',', "milliseconds") * TimeSpan.TicksPerMillisecond;
        var at = _position;
        if (at + 14 < length && text[at + 8] == ' ' && text[at + 11] == ':' && text[at + 14] == ',')
        {
            var (year, month, day) = (Digits(at, 4), Digits(at + 4, 2), Digits(at + 6, 2));
            var (hour, minute) = (Digits(at + 9, 2), Digits(at + 12, 2));
            if (year >= 1900 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) && hour is >= 0 and < 24 && minute is >= 0 and < 60)
            {
                _position = at + 15;
                return new DateTime(year, month, day, hour, minute, 0).Ticks;
            }
        }
        throw Bad("yyyyMMdd HH:mm");
    }

    private int Digits(int at, int count)
    {
        var value = 0;
        for (var i = 0; i < count; i++)
        {
            var digit = text[at + i] - '0';
            if ((uint)digit > 9) return -1;
            value = value * 10 + digit;
        }
        return value;
    }

    private long ReadPrice()
    {
        var value = 0L;
        var places = -1;
        var at = _position;
        for (; _position < length; _position++)
        {
            var c = text[_position];
            var digit = c - '0';
            if ((uint)digit <= 9)
            {
                if (places >= 8) continue;
                if (value > long.MaxValue / 100) throw Bad("a price");
                value = value * 10 + digit;
                if (places >= 0) places++;
            }
            else if (c == '.' && places < 0) places = 0;
            else break;
        }
        if (_position == at || _position >= length || text[_position] != ',') throw Bad("a price and a comma");
        _position++;
        if (places < 0) places = 0;
        if (places > _extra)
        {
            _extra = places;
            return value;
        }
        for (; places < _extra; places++) value *= 10;
        return value;
    }

    private long ReadNumber(char end, string what)
    {
        var value = 0L;
        var at = _position;
        for (; _position < length; _position++)
        {
            var digit = text[_position] - '0';
            if ((uint)digit > 9) break;
            if (value > (long.MaxValue - 9) / 10) throw Bad(what);
            value = value * 10 + digit;
        }
        if (_position == at || _position >= length || text[_position] != end) throw Bad(what);
        _position++;
        return value;
    }

    private long ReadVolume()
    {
        var value = 0L;
        var at = _position;
        for (; _position < length; _position++)
        {
            var digit = text[_position] - '0';
            if ((uint)digit > 9) break;
            if (value > (long.MaxValue - 9) / 10) throw Bad("a volume");
            value = value * 10 + digit;
        }
        if (_position == at) throw Bad("a volume");
        // Fractions of a share are not kept.
        if (_position < length && text[_position] == '.')
            do _position++;
            while (_position < length && (uint)(text[_position] - '0') <= 9);
        return value;
    }

    private void EndLine()
    {
        // Further columns are allowed and ignored.
        if (_position < length && text[_position] is not ((byte)'\n' or (byte)'\r' or (byte)',')) throw Bad("the end of the row");
        while (_position < length && text[_position] != '\n') _position++;
        _position++;
    }

    private InvalidDataException Bad(string expected)
    {
        var begin = _position;
        while (begin > 0 && text[begin - 1] != '\n') begin--;
        var end = begin;
        while (end < length && text[end] is not ((byte)'\n' or (byte)'\r') && end - begin < 80) end++;
        return new InvalidDataException($"{path}: line {_line}: expected {expected}, found '{System.Text.Encoding.UTF8.GetString(text, begin, end - begin)}'");
    }
}
