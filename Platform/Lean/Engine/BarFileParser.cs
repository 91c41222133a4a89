namespace QuantConnect.Lean.Engine;

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
        var block = GC.AllocateUninitializedArray<long>(BarColumns.Width * capacity);
        Span<long> start = block.AsSpan(0, capacity), open = block.AsSpan(capacity, capacity), high = block.AsSpan(2 * capacity, capacity),
            low = block.AsSpan(3 * capacity, capacity), close = block.AsSpan(4 * capacity, capacity), volume = block.AsSpan(5 * capacity, capacity);
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
            return new BarColumns(block, capacity, count, (byte)(4 + _extra));
        }
    }

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
