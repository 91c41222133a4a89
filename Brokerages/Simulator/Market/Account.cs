namespace LeanDeep.Brokerages.Simulator.Market;

/// <summary>Cash and shares of the account. A margin account without interest: twice its equity, longs and shorts together.</summary>
internal sealed class Account(decimal cash)
{
    private readonly SortedDictionary<string, Position> _positions = new(StringComparer.Ordinal);

    public decimal Cash { get; private set; } = cash;

    /// <summary>Equity at the last close.</summary>
    public decimal LastEquity { get; set; } = cash;

    public IEnumerable<KeyValuePair<string, Position>> Positions => _positions;

    public decimal Held(string symbol) => _positions.TryGetValue(symbol, out var position) ? position.Quantity : 0;

    /// <summary>Takes a fill.</summary>
    /// <param name="quantity">Negative when sold.</param>
    public void Fill(string symbol, decimal quantity, decimal price)
    {
        Cash -= quantity * price;
        var held = Held(symbol);
        var after = held + quantity;
        if (after == 0)
        {
            _positions.Remove(symbol);
            return;
        }
        // The mean price of entry moves when a position grows, and starts anew on the other side.
        var average = Math.Sign(held) != Math.Sign(after) ? price
            : Math.Abs(after) > Math.Abs(held) ? (_positions[symbol].AveragePrice * held + price * quantity) / after
            : _positions[symbol].AveragePrice;
        _positions[symbol] = new Position(after, average);
    }

    /// <summary>Takes a split; a fraction of a share is paid out.</summary>
    /// <param name="multiplier">Shares for one.</param>
    /// <param name="price">Of a share after it, for the fraction.</param>
    public void Split(string symbol, decimal multiplier, decimal price)
    {
        var position = _positions[symbol];
        var shares = Math.Round(position.Quantity * multiplier, 6);
        var whole = decimal.Truncate(shares);
        Cash += (shares - whole) * price;
        if (whole == 0) _positions.Remove(symbol);
        else _positions[symbol] = new Position(whole, position.AveragePrice / multiplier);
    }

    public decimal Equity(Func<string, decimal> price) => Cash + _positions.Sum(held => held.Value.Quantity * price(held.Key));

    /// <summary>What may still be bought or sold short: twice the equity less what is held, at either side.</summary>
    public decimal BuyingPower(Func<string, decimal> price) => Math.Max(0, 2 * Equity(price) - _positions.Sum(held => Math.Abs(held.Value.Quantity) * price(held.Key)));
}

internal readonly record struct Position(decimal Quantity, decimal AveragePrice);
