using System.Buffers;
using System.Text;
using QuantConnect.Data.Market;

namespace QuantConnect.Lean.Engine;

/// <summary>One day's trades or quotes of a ticker, read tick by tick: <c>milliseconds, price, size</c> of a trade, <c>milliseconds, bid, size, ask, size</c> of a
/// quote, then, where the row goes on, exchange, condition and 1 for a suspicious tick. Prices are times 10000; an empty number is 0.</summary>
internal sealed class TickFile : IDisposable
{
    private const int PlacesOfPrices = 4;

    private readonly string _path;
    private readonly Symbol _symbol;
    private readonly TickType _tickType;
    private readonly DateTime _date;
    private readonly byte[] _text;
    private readonly int _length;
    // Conditions and exchanges are few.
    private readonly Dictionary<ulong, string> _words = [];
    private int _position, _line;

    /// <exception cref="InvalidDataException">The zip is damaged.</exception>
    public TickFile(string path, Symbol symbol, TickType tickType, DateTime date)
    {
        (_path, _symbol, _tickType, _date) = (path, symbol, tickType, date);
        _text = ZipText.Rent(path, out _length);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_text);

    /// <returns>The next tick in the order of the file; null after the last.</returns>
    /// <exception cref="InvalidDataException">A row is malformed.</exception>
    public Tick Read()
    {
        while (_position < _length && _text[_position] is (byte)'\n' or (byte)'\r') NextLine();
        if (_position >= _length) return null;
        var tick = new Tick { Symbol = _symbol, TickType = _tickType, Time = _date.AddTicks(Time()) };
        if (_tickType == TickType.Trade)
        {
            tick.Value = Price();
            tick.Quantity = Size();
        }
        else
        {
            tick.BidPrice = Price();
            tick.BidSize = Size();
            tick.AskPrice = Price();
            tick.AskSize = Size();
            tick.SetValue();
        }
        if (HasField())
        {
            tick.Exchange = Word();
            tick.SaleCondition = Word();
            Next();
            tick.Suspicious = Digits(out _) == 1;
        }
        NextLine();
        return tick;
    }

    private long Time()
    {
        var at = _position;
        var value = Digits(out var places);
        if (_position == at) throw Bad();
        return places == 0 ? value * TimeSpan.TicksPerMillisecond : (long)Math.Round(Number(value, places) * TimeSpan.TicksPerMillisecond);
    }

    private decimal Price()
    {
        Next();
        var value = Digits(out var given);
        var places = given + PlacesOfPrices;
        for (; places > given && value % 10 == 0; places--) value /= 10;
        return Number(value, places);
    }

    private decimal Size()
    {
        Next();
        return Number(Digits(out var places), places);
    }

    private string Word()
    {
        Next();
        var at = _position;
        var key = 0UL;
        for (; _position < _length && !AtEnd(); _position++) key = key << 8 | _text[_position];
        if (_position - at > sizeof(ulong)) return Encoding.UTF8.GetString(_text, at, _position - at);
        if (!_words.TryGetValue(key, out var word)) _words[key] = word = Encoding.UTF8.GetString(_text, at, _position - at);
        return word;
    }

    private long Digits(out int places)
    {
        var value = 0L;
        places = -1;
        for (; _position < _length && !AtEnd(); _position++)
        {
            var digit = _text[_position] - '0';
            if (digit == '.' - '0' && places < 0) places = 0;
            else if ((uint)digit > 9 || value > (long.MaxValue - 9) / 10 || places >= 20) throw Bad();
            else
            {
                value = value * 10 + digit;
                if (places >= 0) places++;
            }
        }
        if (places < 0) places = 0;
        return value;
    }

    private static decimal Number(long value, int places) => new((int)value, (int)(value >> 32), 0, false, (byte)places);

    private bool AtEnd() => _text[_position] is (byte)',' or (byte)'\n' or (byte)'\r';

    private bool HasField() => _position < _length && _text[_position] == ',';

    private void Next()
    {
        if (!HasField()) throw Bad();
        _position++;
    }

    private void NextLine()
    {
        while (_position < _length && _text[_position] != '\n') _position++;
        _position++;
        _line++;
    }

    private InvalidDataException Bad()
    {
        var row = _text.AsSpan(0, _length);
        var begin = row[..Math.Min(_position, _length)].LastIndexOf((byte)'\n') + 1;
        row = row[begin..];
        var end = row.IndexOfAny((byte)'\n', (byte)'\r');
        row = row[..Math.Min(end < 0 ? row.Length : end, 80)];
        var expected = _tickType == TickType.Trade ? "a time, a price and a size" : "a time and bid and ask, each with its size";
        return new InvalidDataException($"{_path}: line {_line + 1}: expected {expected}, found '{Encoding.UTF8.GetString(row)}'");
    }
}
