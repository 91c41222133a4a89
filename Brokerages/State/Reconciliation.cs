using LeanDeep.Brokerages.Alpaca;

namespace LeanDeep.Brokerages.State;

public enum DifferenceKind
{
    /// <summary>An order that was decided on and is not with the broker: it is sent now, or its window has passed.</summary>
    NotSent,
    /// <summary>An order moved on while nobody listened.</summary>
    MovedOn,
    /// <summary>The broker has an order that the journal does not know.</summary>
    UnknownOrder,
    /// <summary>The broker holds other shares than the journal's fills add up to.</summary>
    Position,
}

/// <param name="Subject">The client order id, or the symbol of a position.</param>
/// <param name="Message">One line: what, expected, found.</param>
/// <param name="Intent">Of <see cref="DifferenceKind.NotSent"/>.</param>
/// <param name="Order">The broker's, where it has one.</param>
public sealed record Difference(DifferenceKind Kind, string Subject, string Message, Intent? Intent = null, AlpacaOrder? Order = null);

/// <summary>Compares what a journal knows with what the broker has.</summary>
public static class Reconciliation
{
    /// <param name="entries">The journal, oldest first.</param>
    /// <param name="orders">The broker's orders: all that are not closed in the journal, and all since its last entry, replaced ones included.</param>
    /// <param name="positions">What the broker holds.</param>
    /// <returns>Every difference: orders in the journal's order, then the broker's, then positions by symbol. Empty when all agrees.</returns>
    public static IReadOnlyList<Difference> Compare(IEnumerable<JournalEntry> entries, IReadOnlyCollection<AlpacaOrder> orders, IReadOnlyCollection<AlpacaPosition> positions)
    {
        ArgumentNullException.ThrowIfNull(entries);
        ArgumentNullException.ThrowIfNull(orders);
        ArgumentNullException.ThrowIfNull(positions);
        var book = new OrderBook();
        foreach (var entry in entries) book.Add(entry);
        var expected = new SortedDictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var (symbol, quantity) in book.Positions) expected[symbol] = quantity;

        var differences = new List<Difference>();
        var broker = orders.ToDictionary(order => order.ClientId);
        foreach (var known in book.Orders)
        {
            var id = known.ClientId;
            if (!broker.TryGetValue(id, out var order))
            {
                // A closed one is of no interest any more; a refused one the broker does not keep.
                if (known.IsClosed) continue;
                differences.Add(new Difference(DifferenceKind.NotSent, id, $"order {id}: expected it with the broker, found none", new Intent(known.Decided, known.Request, known.Tag, known.Model)));
                continue;
            }
            Add(expected, order.Symbol, known.Sign * (order.FilledQuantity + known.FilledBefore - known.Filled));
            if (known.Filled - known.FilledBefore == order.FilledQuantity && known.Status == order.Status) continue;
            var before = known.Status is null ? "nothing heard of it" : $"{known.Status}, {known.Filled} filled";
            differences.Add(new Difference(DifferenceKind.MovedOn, id, $"order {id}: expected {before}, found {order.Status}, {order.FilledQuantity} filled", new Intent(known.Decided, known.Request, known.Tag, known.Model), order));
        }
        foreach (var order in orders)
            if (book.Find(order.ClientId) is null)
                differences.Add(new Difference(DifferenceKind.UnknownOrder, order.ClientId, $"order {order.ClientId}: expected none, found {order.Side} {order.Quantity} {order.Symbol}, {order.Status}", Order: order));
        foreach (var position in positions) Add(expected, position.Symbol, -position.Quantity);
        foreach (var (symbol, surplus) in expected)
            if (surplus != 0)
            {
                var held = positions.FirstOrDefault(position => position.Symbol == symbol)?.Quantity ?? 0;
                differences.Add(new Difference(DifferenceKind.Position, symbol, $"position {symbol}: expected {held + surplus} shares, found {held}"));
            }
        return differences;
    }

    private static void Add(SortedDictionary<string, decimal> sums, string symbol, decimal quantity) => sums[symbol] = sums.GetValueOrDefault(symbol) + quantity;
}
