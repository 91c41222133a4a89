namespace LeanDeep.Brokerages.Alpaca;

/// <summary>An order that would turn a long position short, or a short one long, is refused by Alpaca: it becomes one order that closes
/// the position and one, sent when that is filled, that opens the other side.</summary>
public static class CrossZeroSplit
{
    /// <param name="held">Shares held, negative when short.</param>
    /// <param name="quantity">Shares to trade, negative to sell.</param>
    /// <returns>What is traded first, and what then, 0 when one order is enough. They sum to <paramref name="quantity"/>.</returns>
    public static (decimal First, decimal Then) Of(decimal held, decimal quantity) =>
        Math.Sign(held) * Math.Sign(quantity) < 0 && Math.Abs(quantity) > Math.Abs(held) ? (-held, quantity + held) : (quantity, 0);
}
