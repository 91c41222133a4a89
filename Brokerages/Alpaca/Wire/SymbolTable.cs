using System.Text;

namespace LeanDeep.Brokerages.Alpaca.Wire;

/// <summary>One string for each symbol, found by its bytes.</summary>
internal sealed class SymbolTable
{
    private const int Longest = 32;

    private readonly Dictionary<string, string> _symbols = [];
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public SymbolTable() => _lookup = _symbols.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Null for what cannot be a symbol.</summary>
    public string? Find(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > Longest) return null;
        Span<char> text = stackalloc char[Longest];
        if (Encoding.ASCII.GetChars(utf8, text) is var length && _lookup.TryGetValue(text[..length], out var known)) return known;
        foreach (var letter in text[..length])
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-')) return null;
        var symbol = text[..length].ToString();
        _symbols[symbol] = symbol;
        return symbol;
    }
}
