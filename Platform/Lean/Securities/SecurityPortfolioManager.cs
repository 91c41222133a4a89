using System.Collections;
using System.Diagnostics.CodeAnalysis;
using QuantConnect.Data.Market;
using QuantConnect.Interfaces;
using QuantConnect.Orders;

namespace QuantConnect.Securities;

/// <summary>Cash and positions of the algorithm. Money is in account currency.</summary>
public class SecurityPortfolioManager : ExtendedDictionary<Symbol, SecurityHolding>, IDictionary<Symbol, SecurityHolding>
{
    private readonly IAlgorithmSettings _settings;
    private readonly Cash _account;
    // Positions that are not zero, in the order of the securities.
    private readonly List<Security> _invested = [];
    private decimal _totalValue, _totalMargin;
    private bool _totalValid;
    // Prices that the portfolio was told of, and the mark for which the total margin holds.
    private int _prices = 1;
    private long _marginMark;

    internal SecurityPortfolioManager(SecurityManager securities, SecurityTransactionManager transactions, IAlgorithmSettings settings, IOrderProperties defaultOrderProperties = null)
    {
        Securities = securities;
        Transactions = transactions;
        _settings = settings;
        CashBook = new CashBook();
        UnsettledCashBook = new CashBook();
        _account = CashBook[CashBook.AccountCurrency];
        _account.SetAmount(100000);
        CashBook.Updated += (_, _) => _totalValid = false;
        UnsettledCashBook.Updated += (_, _) => _totalValid = false;
        MarginCallModel = new DefaultMarginCallModel(this, defaultOrderProperties);
    }

    public SecurityManager Securities { get; }
    public SecurityTransactionManager Transactions { get; }
    public CashBook CashBook { get; }
    public CashBook UnsettledCashBook { get; }
    public IMarginCallModel MarginCallModel { get; set; }

    public override int Count => Securities.Count;
    public ICollection<Symbol> Keys => Securities.Keys;
    public ICollection<SecurityHolding> Values => [.. GetValues];
    protected override IEnumerable<Symbol> GetKeys => Keys;
    protected override IEnumerable<SecurityHolding> GetValues => Securities.Slots.Select(x => x.Holdings);

    public override SecurityHolding this[Symbol symbol]
    {
        get => Securities[symbol].Holdings;
        set => throw ReadOnly();
    }

    /// <summary>Settled cash.</summary>
    public decimal Cash => CashBook.TotalValueInAccountCurrency;

    public decimal UnsettledCash => UnsettledCashBook.TotalValueInAccountCurrency;
    public decimal TotalUnleveredAbsoluteHoldingsCost => Sum(static x => x.UnleveredAbsoluteHoldingsCost);
    public decimal TotalAbsoluteHoldingsCost => Sum(static x => x.AbsoluteHoldingsCost);

    /// <summary>Absolute value of all positions.</summary>
    public decimal TotalHoldingsValue => Sum(static x => x.AbsoluteHoldingsValue);

    public bool HoldStock => _invested.Count > 0;
    public bool Invested => HoldStock;
    public decimal TotalUnrealisedProfit => Sum(static x => x.UnrealizedProfit);
    public decimal TotalUnrealizedProfit => TotalUnrealisedProfit;

    /// <summary>Cash, settled or not, and the value of all positions.</summary>
    public decimal TotalPortfolioValue
    {
        get
        {
            if (_totalValid) return _totalValue;
            var holdings = 0m;
            var mark = Mark;
            foreach (var security in _invested)
            {
                if (IsPlain(security))
                {
                    ref var position = ref PositionOf(security, mark);
                    holdings += position.Value;
                }
                else holdings += security.Holdings.HoldingsValue;
            }
            _totalValue = CashBook.TotalValueInAccountCurrency + UnsettledCashBook.TotalValueInAccountCurrency + holdings;
            _totalValid = true;
            return _totalValue;
        }
    }

    /// <summary>Portfolio value less the part that orders leave free.</summary>
    public decimal TotalPortfolioValueLessFreeBuffer => TotalPortfolioValue - (_settings.FreePortfolioValue ?? TotalPortfolioValue * _settings.FreePortfolioValuePercentage);

    public decimal TotalFees => SumAll(static x => x.TotalFees);
    public decimal TotalProfit => SumAll(static x => x.Profit);
    public decimal TotalNetProfit => SumAll(static x => x.NetProfit);
    public decimal TotalSaleVolume => SumAll(static x => x.TotalSaleVolume);

    public decimal TotalMarginUsed
    {
        get
        {
            var mark = Mark;
            if (_marginMark == mark) return _totalMargin;
            var (sum, plain) = (0m, true);
            foreach (var security in _invested)
            {
                if (IsPlain(security))
                {
                    ref var position = ref PositionOf(security, mark);
                    sum += position.Margin;
                }
                else
                {
                    sum += security.BuyingPowerModel.GetReservedBuyingPowerForPosition(security);
                    plain = false;
                }
            }
            _totalMargin = sum;
            if (plain) _marginMark = mark;
            return sum;
        }
    }

    private long Mark => ((long)_prices << 32) | (uint)PositionValue.OutsideChanges;

    // Whether value and margin of a position are this engine's own, which may be kept; models of an algorithm's own are always asked.
    private static bool IsPlain(Security security) =>
        security.Holdings.GetType() == typeof(SecurityHolding) && security.BuyingPowerModel.GetType() == typeof(SecurityMarginModel);

    private static ref PositionValue PositionOf(Security security, long mark)
    {
        ref var position = ref security.Position;
        if (position.Mark == mark) return ref position;
        position.Value = security.Holdings.HoldingsValue;
        position.Margin = security.BuyingPowerModel.GetReservedBuyingPowerForPosition(security);
        position.Mark = mark;
        return ref position;
    }

    public decimal MarginRemaining => GetMarginRemaining(TotalPortfolioValue);

    /// <summary>Positions that are not zero.</summary>
    internal IReadOnlyList<Security> InvestedSecurities => _invested;

    private bool? _smallOrderWarned;

    /// <summary>Notes that an order was dropped for being too small; the algorithm warns of it once.</summary>
    internal void NoteSmallOrder() => _smallOrderWarned ??= false;

    /// <returns>True once, after the first note.</returns>
    internal bool TakeSmallOrderWarning()
    {
        if (_smallOrderWarned != false) return false;
        _smallOrderWarned = true;
        return true;
    }

    public decimal GetMarginRemaining(decimal totalPortfolioValue) => totalPortfolioValue - UnsettledCashBook.TotalValueInAccountCurrency - TotalMarginUsed;

    public decimal GetMarginRemaining(Symbol symbol, OrderDirection direction = OrderDirection.Buy)
    {
        // Unlike what the margin model of the security answers, this may be negative.
        var security = Securities[symbol];
        var held = security.Holdings;
        var result = MarginRemaining;
        if ((direction == OrderDirection.Sell && held.IsLong) || (direction == OrderDirection.Buy && held.IsShort))
        {
            result += security.BuyingPowerModel.GetReservedBuyingPowerForPosition(security);
            result += Math.Abs(security.BuyingPowerModel.GetInitialMarginRequirement(security, held.Quantity));
        }
        return result;
    }

    public decimal GetBuyingPower(Symbol symbol, OrderDirection direction = OrderDirection.Buy) => GetMarginRemaining(symbol, direction);

    public override bool ContainsKey(Symbol symbol) => Securities.ContainsKey(symbol);

    public override bool TryGetValue(Symbol symbol, [MaybeNullWhen(false)] out SecurityHolding holding)
    {
        holding = Securities.TryGetValue(symbol, out var security) ? security.Holdings : null;
        return holding != null;
    }

    public void SetCash(decimal cash) => _account.SetAmount(cash);

    /// <exception cref="NotSupportedException">Another currency than the account's.</exception>
    public void SetCash(string symbol, decimal cash, decimal conversionRate)
    {
        if (!string.Equals(symbol, CashBook.AccountCurrency, StringComparison.OrdinalIgnoreCase))
            throw new NotSupportedException($"SetCash: currency {symbol} is not supported by this engine (supported: {CashBook.AccountCurrency})");
        _account.SetAmount(cash);
    }

    public void SetMarginCallModel(IMarginCallModel marginCallModel) => MarginCallModel = marginCallModel;

    public void InvalidateTotalPortfolioValue()
    {
        _totalValid = false;
        _prices++;
    }

    public virtual void ProcessFills(List<OrderEvent> fills)
    {
        foreach (var fill in fills)
        {
            var security = Securities[fill.Symbol];
            security.PortfolioModel.ProcessFill(this, security, fill);
        }
        _totalValid = false;
    }

    public void AddTransactionRecord(DateTime time, decimal transactionProfitLoss, bool isWin) => Transactions.AddTransactionRecord(time, transactionProfitLoss, isWin);

    public HasSufficientBuyingPowerForOrderResult HasSufficientBuyingPowerForOrder(List<Order> orders)
    {
        foreach (var order in orders)
        {
            var security = Securities[order.Symbol];
            var result = security.BuyingPowerModel.HasSufficientBuyingPowerForOrder(this, security, order);
            if (!result.IsSufficient) return result;
        }
        return HasSufficientBuyingPowerForOrderResult.Enough;
    }

    public override IEnumerable<KeyValuePair<Symbol, SecurityHolding>> GetItems()
    {
        foreach (var security in Securities.Slots) yield return new KeyValuePair<Symbol, SecurityHolding>(security.Symbol, security.Holdings);
    }

    public bool Contains(KeyValuePair<Symbol, SecurityHolding> pair) => TryGetValue(pair.Key, out var holding) && ReferenceEquals(holding, pair.Value);

    public void CopyTo(KeyValuePair<Symbol, SecurityHolding>[] array, int index)
    {
        foreach (var pair in GetItems()) array[index++] = pair;
    }

    void IDictionary<Symbol, SecurityHolding>.Add(Symbol key, SecurityHolding value) => throw ReadOnly();

    void ICollection<KeyValuePair<Symbol, SecurityHolding>>.Add(KeyValuePair<Symbol, SecurityHolding> item) => throw ReadOnly();

    bool ICollection<KeyValuePair<Symbol, SecurityHolding>>.Remove(KeyValuePair<Symbol, SecurityHolding> item) => throw ReadOnly();

    IEnumerator<KeyValuePair<Symbol, SecurityHolding>> IEnumerable<KeyValuePair<Symbol, SecurityHolding>>.GetEnumerator() => GetItems().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetItems().GetEnumerator();

    /// <summary>Pays a dividend where prices are not adjusted for it.</summary>
    public void ApplyDividend(Dividend dividend, bool liveMode, DataNormalizationMode mode)
    {
        if (liveMode || mode is not (DataNormalizationMode.Raw or DataNormalizationMode.SplitAdjusted)) return;
        var security = Securities[dividend.Symbol];
        var total = security.Holdings.Quantity * dividend.Distribution * security.QuoteCurrency.ConversionRate;
        _account.AddAmount(total);
        security.Holdings.AddNewDividend(total);
    }

    /// <summary>Changes quantity and average price where prices are not adjusted for the split; fractions of a share are paid out.</summary>
    public void ApplySplit(Split split, Security security, bool liveMode, DataNormalizationMode mode)
    {
        if (security.Type != SecurityType.Equity || (!liveMode && mode != DataNormalizationMode.Raw)) return;
        var quantity = security.Holdings.Quantity / split.SplitFactor;
        var whole = (int)quantity;
        var left = quantity - whole;
        security.Holdings.SetHoldings(security.Holdings.AveragePrice * split.SplitFactor, whole);
        if (!security.HasData)
        {
            _account.AddAmount(left * split.ReferencePrice * split.SplitFactor);
            return;
        }
        security.Cache.ApplySplit(split);
        security.Holdings.FollowSecurityPrice();
        _account.AddAmount(left * security.GetLastData().Price);
        InvalidateTotalPortfolioValue();
    }

    private static NotSupportedException ReadOnly() => new("Holdings come with their securities and change by orders.");

    internal void OnHoldingChanged(Security security)
    {
        _totalValid = false;
        _marginMark = 0;
        security.Position.Mark = 0;
        var i = _invested.BinarySearch(security, SlotOrder.Instance);
        if (security.Holdings.Invested)
        {
            if (i < 0) _invested.Insert(~i, security);
        }
        else if (i >= 0) _invested.RemoveAt(i);
    }

    private decimal Sum(Func<SecurityHolding, decimal> selector)
    {
        var sum = 0m;
        foreach (var security in _invested) sum += selector(security.Holdings);
        return sum;
    }

    private decimal SumAll(Func<SecurityHolding, decimal> selector)
    {
        var sum = 0m;
        foreach (var security in Securities.Slots) sum += selector(security.Holdings);
        return sum;
    }

    private sealed class SlotOrder : IComparer<Security>
    {
        public static readonly SlotOrder Instance = new();

        public int Compare(Security x, Security y) => x.Slot.CompareTo(y.Slot);
    }
}
