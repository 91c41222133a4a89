using System.Runtime.InteropServices;
using QuantConnect.Data.Market;
using QuantConnect.Interfaces;
using QuantConnect.Orders;
using QuantConnect.Securities;

namespace QuantConnect.Statistics;

/// <summary>Makes trades out of fills.</summary>
/// <remarks>A fee belongs to the first fill of its order. Excursions (MAE, MFE) and drawdowns are only followed with
/// <see cref="FillGroupingMethod.FillToFill"/>; the other methods leave them 0.</remarks>
public class TradeBuilder : ITradeBuilder
{
    private const int LiveModeMaxTradeCount = 10000;
    private const int LiveModeMaxTradeAgeMonths = 12;

    private readonly List<Trade> _closedTrades = [];
    private readonly Dictionary<Symbol, Position> _positions = [];
    // Orders whose fee belongs to a trade: 64 of them in each entry.
    private readonly Dictionary<int, ulong> _ordersWithFee = [];
    private readonly FillGroupingMethod _groupingMethod;
    private readonly FillMatchingMethod _matchingMethod;
    private bool _liveMode;
    private int _lastId;

    public TradeBuilder(FillGroupingMethod groupingMethod, FillMatchingMethod matchingMethod)
    {
        _groupingMethod = groupingMethod;
        _matchingMethod = matchingMethod;
    }

    public void SetLiveMode(bool live) => _liveMode = live;

    /// <summary>Does nothing: only an option's trade needs its security, to tell whether it has won.</summary>
    public void SetSecurityManager(SecurityManager securities)
    {
    }

    /// <summary>A copy, in the order of the exits.</summary>
    public List<Trade> ClosedTrades
    {
        get
        {
            lock (_closedTrades)
                return [.. _closedTrades];
        }
    }

    /// <summary>Those with their exit from one time to before another, of a backtest, whose exits are in order.</summary>
    internal List<Trade> ClosedBetween(DateTime from, DateTime end)
    {
        var first = _closedTrades.Count;
        while (first > 0 && _closedTrades[first - 1].ExitTime >= from) first--;
        var last = _closedTrades.Count;
        while (last > first && _closedTrades[last - 1].ExitTime >= end) last--;
        return _closedTrades.GetRange(first, last - first);
    }

    public bool HasOpenPosition(Symbol symbol) =>
        _positions.TryGetValue(symbol, out var position)
        && (_groupingMethod == FillGroupingMethod.FillToFill ? position.Trades.Count : position.Fills.Count) > 0;

    /// <summary>Follows the excursions of an open position.</summary>
    public void SetMarketPrice(Symbol symbol, decimal price)
    {
        if (_positions.Count != 0 && _positions.TryGetValue(symbol, out var position))
            position.Follow(price);
    }

    /// <summary>Rescales an open equity position whose prices are not adjusted.</summary>
    public void ApplySplit(Split split, bool liveMode, DataNormalizationMode dataNormalizationMode)
    {
        if (split.Symbol.SecurityType != SecurityType.Equity
            || !liveMode && dataNormalizationMode != DataNormalizationMode.Raw
            || !_positions.TryGetValue(split.Symbol, out var position))
            return;

        var factor = split.SplitFactor;
        position.MinPrice *= factor;
        position.MaxPrice *= factor;
        foreach (var open in position.Trades)
        {
            open.Trade.Quantity /= factor;
            open.Trade.EntryPrice *= factor;
            open.Trade.ExitPrice *= factor;
            open.MaxProfit *= factor;
            open.MaxDrawdown *= factor;
        }
        foreach (var fill in position.Fills)
        {
            fill.FillQuantity /= factor;
            fill.FillPrice *= factor;
            fill.LimitPrice *= factor;
            fill.StopPrice *= factor;
            fill.TriggerPrice *= factor;
        }
    }

    /// <param name="securityConversionRate">Account currency per unit of the security's quote currency.</param>
    /// <param name="multiplier">Units per contract.</param>
    public void ProcessFill(OrderEvent fill, decimal securityConversionRate, decimal feeInAccountCurrency, decimal multiplier = 1.0m)
    {
        var fee = IsFirstOf(fill.OrderId) ? feeInAccountCurrency : 0;
        var value = securityConversionRate * multiplier;
        switch (_groupingMethod)
        {
            case FillGroupingMethod.FillToFill:
                FillToFill(fill, fee, value);
                break;
            case FillGroupingMethod.FlatToFlat:
                FlatToFlat(fill.Clone(), fee, value);
                break;
            case FillGroupingMethod.FlatToReduced:
                FlatToReduced(fill.Clone(), fee, value);
                break;
        }
    }

    private bool IsFirstOf(int orderId)
    {
        ref var orders = ref CollectionsMarshal.GetValueRefOrAddDefault(_ordersWithFee, orderId >> 6, out _);
        var before = orders;
        orders |= 1UL << (orderId & 63);
        return orders != before;
    }

    private int First(int count) => _matchingMethod == FillMatchingMethod.FIFO ? 0 : count - 1;

    private void FillToFill(OrderEvent fill, decimal fee, decimal value)
    {
        if (!_positions.TryGetValue(fill.Symbol, out var position) || position.Trades.Count == 0)
        {
            _positions[fill.Symbol] = position = new Position(fill.FillPrice);
            position.Trades.Add(new OpenTrade(fill, fill.AbsoluteFillQuantity, fee));
            return;
        }

        position.Follow(fill.FillPrice);
        var trades = position.Trades;
        if (Math.Sign(fill.FillQuantity) == (trades[First(trades.Count)].Trade.Direction == TradeDirection.Long ? 1 : -1))
        {
            trades.Add(new OpenTrade(fill, fill.AbsoluteFillQuantity, fee));
            return;
        }

        var left = fill.AbsoluteFillQuantity;
        while (trades.Count > 0 && left > 0)
        {
            var index = First(trades.Count);
            var open = trades[index];
            var closed = open.Trade;
            if (left >= closed.Quantity)
                trades.RemoveAt(index);
            else
                closed = open.Split(left);

            left -= closed.Quantity;
            closed.TotalFees += fee;
            fee = 0;
            position.Close(closed, open.MaxDrawdown, fill, value);
            Add(closed, fill);
        }

        if (left > 0)
        {
            position.Restart(fill.FillPrice);
            trades.Add(new OpenTrade(fill, left, 0));
        }
        else if (trades.Count == 0)
        {
            _positions.Remove(fill.Symbol);
        }
    }

    private void FlatToFlat(OrderEvent fill, decimal fee, decimal value)
    {
        if (!TryEnter(fill, fee, out var position))
            return;

        var fills = position.Fills;
        fills.Add(fill);
        position.TotalFees += fee;
        var net = fills.Sum(x => x.FillQuantity);
        if (Math.Sign(net) == Math.Sign(fills[0].FillQuantity))
            return;

        var trade = new Trade
        {
            OnlySymbol = fill.Symbol,
            EntryTime = fills[0].UtcTime,
            Direction = fill.FillQuantity < 0 ? TradeDirection.Long : TradeDirection.Short,
            ExitTime = fill.UtcTime,
            TotalFees = position.TotalFees
        };
        var entered = 0m;
        var left = 0m;
        while (fills.Count > 0)
        {
            var index = First(fills.Count);
            var current = fills[index];
            fills.RemoveAt(index);
            trade.AddOrder(current.OrderId);
            if (Math.Sign(current.FillQuantity) != Math.Sign(fill.FillQuantity))
            {
                entered += current.FillQuantity;
                trade.EntryPrice += (current.FillPrice - trade.EntryPrice) * current.FillQuantity / entered;
            }
            else
            {
                left += current.FillQuantity;
                trade.ExitPrice += (current.FillPrice - trade.ExitPrice) * current.FillQuantity / left;
            }
        }
        trade.Quantity = Math.Abs(entered);
        trade.ProfitLoss = Math.Round((trade.ExitPrice - trade.EntryPrice) * entered * value, 2);
        Add(trade, fill);

        _positions.Remove(fill.Symbol);
        if (net != 0)
        {
            fill.FillQuantity = net;
            _positions[fill.Symbol] = new Position(fill.FillPrice) { Fills = { fill } };
        }
    }

    private void FlatToReduced(OrderEvent fill, decimal fee, decimal value)
    {
        if (!TryEnter(fill, fee, out var position))
            return;

        var fills = position.Fills;
        position.TotalFees += fee;
        if (Math.Sign(fill.FillQuantity) == Math.Sign(fills[First(fills.Count)].FillQuantity))
        {
            fills.Add(fill);
            return;
        }

        var trade = new Trade
        {
            OnlySymbol = fill.Symbol,
            EntryTime = fills[First(fills.Count)].UtcTime,
            Direction = fill.FillQuantity < 0 ? TradeDirection.Long : TradeDirection.Short,
            ExitTime = fill.UtcTime,
            ExitPrice = fill.FillPrice,
            TotalFees = position.TotalFees
        };
        trade.AddOrder(fill.OrderId);
        var left = fill.AbsoluteFillQuantity;
        while (fills.Count > 0 && left > 0)
        {
            var index = First(fills.Count);
            var current = fills[index];
            var quantity = Math.Min(left, current.AbsoluteFillQuantity);
            if (quantity == current.AbsoluteFillQuantity)
            {
                if (_matchingMethod == FillMatchingMethod.LIFO)
                    trade.EntryTime = current.UtcTime;
                fills.RemoveAt(index);
            }
            else
            {
                current.FillQuantity += quantity * Math.Sign(fill.FillQuantity);
            }
            left -= quantity;
            trade.Quantity += quantity;
            trade.EntryPrice += (current.FillPrice - trade.EntryPrice) * quantity / trade.Quantity;
            trade.AddOrder(current.OrderId);
        }
        trade.ProfitLoss = Math.Round((fill.FillPrice - trade.EntryPrice) * trade.Quantity * (trade.Direction == TradeDirection.Long ? 1 : -1) * value, 2);
        Add(trade, fill);

        position.TotalFees = 0;
        if (left > 0)
        {
            fill.FillQuantity = left * Math.Sign(fill.FillQuantity);
            position.Restart(fill.FillPrice);
            fills.Add(fill);
        }
        else if (fills.Count == 0)
        {
            _positions.Remove(fill.Symbol);
        }
    }

    /// <summary>Opens or enlarges a position; true where the fill goes against an open one.</summary>
    private bool TryEnter(OrderEvent fill, decimal fee, out Position position)
    {
        if (!_positions.TryGetValue(fill.Symbol, out position) || position.Fills.Count == 0)
        {
            _positions[fill.Symbol] = new Position(fill.FillPrice) { Fills = { fill }, TotalFees = fee };
            return false;
        }
        position.Follow(fill.FillPrice);
        return true;
    }

    private void Add(Trade trade, OrderEvent fill)
    {
        lock (_closedTrades)
        {
            trade.IsWin = trade.ProfitLoss > 0;
            trade.Number = ++_lastId;
            _closedTrades.Add(trade);

            if (!_liveMode)
                return;
            if (_closedTrades.Count > LiveModeMaxTradeCount)
                _closedTrades.RemoveRange(0, _closedTrades.Count - LiveModeMaxTradeCount);
            var oldest = fill.UtcTime.Date.AddMonths(-LiveModeMaxTradeAgeMonths);
            _closedTrades.RemoveAll(x => x.ExitTime.Date < oldest);
        }
    }

    private sealed class OpenTrade
    {
        public readonly Trade Trade;
        public decimal MaxProfit;
        public decimal MaxDrawdown;

        public OpenTrade(OrderEvent fill, decimal quantity, decimal fee)
        {
            Trade = new Trade
            {
                OnlySymbol = fill.Symbol,
                EntryTime = fill.UtcTime,
                EntryPrice = fill.FillPrice,
                Direction = fill.FillQuantity > 0 ? TradeDirection.Long : TradeDirection.Short,
                Quantity = quantity,
                TotalFees = fee,
            };
            Trade.AddOrder(fill.OrderId);
        }

        /// <summary>Takes a part of the quantity out, with all fees so far.</summary>
        public Trade Split(decimal quantity)
        {
            var part = new Trade(Trade) { Quantity = quantity };
            Trade.Quantity -= quantity;
            Trade.TotalFees = 0;
            return part;
        }
    }

    private sealed class Position(decimal price)
    {
        public readonly List<OpenTrade> Trades = [];
        public readonly List<OrderEvent> Fills = [];
        public decimal TotalFees;
        public decimal MinPrice = price;
        public decimal MaxPrice = price;

        public void Restart(decimal price) => MinPrice = MaxPrice = price;

        public void Follow(decimal price)
        {
            if (price > MaxPrice)
                MaxPrice = price;
            else if (price < MinPrice)
                MinPrice = price;

            foreach (var open in Trades)
            {
                var profit = open.Trade.Direction == TradeDirection.Long ? price - open.Trade.EntryPrice : open.Trade.EntryPrice - price;
                if (profit >= open.MaxProfit)
                    open.MaxProfit = profit;
                else if (open.MaxProfit - profit > open.MaxDrawdown)
                    open.MaxDrawdown = open.MaxProfit - profit;
            }
        }

        public void Close(Trade trade, decimal maxDrawdown, OrderEvent fill, decimal value)
        {
            var sign = trade.Direction == TradeDirection.Long ? 1 : -1;
            var (worst, best) = sign > 0 ? (MinPrice, MaxPrice) : (MaxPrice, MinPrice);
            trade.AddOrder(fill.OrderId);
            trade.ExitTime = fill.UtcTime;
            trade.ExitPrice = fill.FillPrice;
            trade.ProfitLoss = Money((trade.ExitPrice - trade.EntryPrice) * sign);
            trade.MAE = Money((worst - trade.EntryPrice) * sign);
            trade.MFE = Money((best - trade.EntryPrice) * sign);
            trade.EndTradeDrawdown = Money(maxDrawdown);

            decimal Money(decimal perUnit) => Math.Round(perUnit * trade.Quantity * value, 2);
        }
    }
}
