using System.Text;

namespace LeanDeep.Training.Data;

/// <summary>A line that is not what its file promises.</summary>
/// <param name="Line">Counted from 1; 0 where the whole file is meant.</param>
/// <param name="Expected">What should stand there.</param>
/// <param name="Found">What stands there.</param>
public readonly record struct BadLine(int Line, string Expected, string Found)
{
    /// <summary>The error that names the file and the line.</summary>
    public InvalidDataException In(string path) => new(Line > 0
        ? $"{path}: line {Line}: expected {Expected}, found {Found}"
        : $"{path}: expected {Expected}, found {Found}");
}

/// <summary>Walks the text of a bar file, <c>yyyyMMdd HH:mm,open,high,low,close,volume</c>, line by line without making strings.</summary>
internal ref struct BarLines(ReadOnlySpan<byte> text, BarResolution resolution)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private readonly bool _daily = resolution == BarResolution.Daily;
    private int _at;
    private DateOnly _day;
    private int _dayDigits;
    private long _last = -1;

    /// <summary>The current line, counted from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Moves to the next line. False at the end. After a bad line, walking can go on.</summary>
    /// <param name="bar">The bar, when <paramref name="bad"/> is null.</param>
    /// <param name="bad">What is wrong with the line, or null.</param>
    public bool Next(out Bar bar, out BadLine? bad)
    {
        bar = default;
        bad = null;
        if (_at >= _text.Length)
            return false;
        Line++;
        var rest = _text[_at..];
        var length = rest.IndexOf((byte)'\n');
        var line = length < 0 ? rest : rest[..length];
        _at += length < 0 ? rest.Length : length + 1;
        if (line.Length > 0 && line[^1] == '\r')
            line = line[..^1];

        var c = new Cursor(line);
        if (!Date(ref c, out var date) || !c.Skip(' ') || !c.Digits(2, out var hour) || !c.Skip(':') || !c.Digits(2, out var minute) || hour > 23 || minute > 59)
            bad = Bad(line, _daily ? "yyyyMMdd 00:00 and five numbers" : "yyyyMMdd HH:mm and five numbers");
        else if (_daily && (hour | minute) != 0)
            bad = Bad(line, "the start 00:00 of a daily bar");
        else if (!c.Skip(',') || !c.Integer(out var open) || !c.Skip(',') || !c.Integer(out var high) || !c.Skip(',') || !c.Integer(out var low)
            || !c.Skip(',') || !c.Integer(out var close) || !c.Skip(',') || !c.Shares(out var volume) || !c.End)
            bad = Bad(line, "open,high,low,close in ten-thousandths of a dollar and volume, as integers");
        else if (open <= 0 || high <= 0 || low <= 0 || close <= 0)
            bad = Bad(line, "positive prices");
        else if (volume < 0)
            bad = Bad(line, "a volume of zero or more");
        else
        {
            var time = (date.DayNumber * 1440L) + (hour * 60) + minute;
            if (time <= _last)
                bad = Bad(line, "a time after the line before");
            else
            {
                _last = time;
                bar = new Bar(date, (hour * 60) + minute, open, high, low, close, volume);
            }
        }
        return true;
    }

    private bool Date(ref Cursor c, out DateOnly date)
    {
        date = _day;
        if (!c.Digits(8, out var digits))
            return false;
        if (digits != _dayDigits)
        {
            if (!TryDate(digits, out date))
                return false;
            (_day, _dayDigits) = (date, digits);
        }
        return true;
    }

    internal static bool TryDate(int yyyyMMdd, out DateOnly date)
    {
        var (year, month, day) = (yyyyMMdd / 10_000, yyyyMMdd / 100 % 100, yyyyMMdd % 100);
        var valid = year is > 0 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        date = valid ? new DateOnly(year, month, day) : default;
        return valid;
    }

    private readonly BadLine Bad(ReadOnlySpan<byte> line, string expected) => new(Line, expected, Quote(line));

    internal static string Quote(ReadOnlySpan<byte> line) =>
        line.IsEmpty ? "an empty line" : $"'{Encoding.UTF8.GetString(line.Length > 80 ? line[..80] : line)}{(line.Length > 80 ? "…" : "")}'";

    private ref struct Cursor(ReadOnlySpan<byte> line)
    {
        private readonly ReadOnlySpan<byte> _line = line;
        private int _i;

        public readonly bool End => _i == _line.Length;

        public bool Skip(char expected)
        {
            if (_i >= _line.Length || _line[_i] != expected)
                return false;
            _i++;
            return true;
        }

        public bool Digits(int count, out int value)
        {
            value = 0;
            if (_line.Length - _i < count)
                return false;
            for (var k = 0; k < count; k++)
            {
                var d = _line[_i++] - '0';
                if ((uint)d > 9)
                    return false;
                value = (value * 10) + d;
            }
            return true;
        }

        public bool Integer(out long value)
        {
            value = 0;
            var negative = _i < _line.Length && _line[_i] == '-';
            if (negative)
                _i++;
            var start = _i;
            for (; _i < _line.Length && (uint)(_line[_i] - '0') <= 9; _i++)
                value = (value * 10) + (_line[_i] - '0');
            if (negative)
                value = -value;
            return _i > start && _i - start <= 18;
        }

        // LEAN writes volumes as decimals; a fraction of a share is rounded half up.
        public bool Shares(out long value)
        {
            if (!Integer(out value))
                return false;
            if (_i < _line.Length && _line[_i] == '.')
            {
                _i++;
                if (_i < _line.Length && _line[_i] is >= (byte)'5' and <= (byte)'9')
                    value++;
                while (_i < _line.Length && (uint)(_line[_i] - '0') <= 9)
                    _i++;
            }
            return true;
        }
    }
}
