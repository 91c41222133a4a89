using QuantConnect.Algorithm.Framework.Portfolio;

namespace QuantConnect.Securities;

public abstract class SecurityEventArgs(Security security)
{
    public Security Security { get; } = security;
}

public class SecurityHoldingQuantityChangedEventArgs(Security security, decimal previousAveragePrice, decimal previousQuantity) : SecurityEventArgs(security)
{
    public decimal PreviousQuantity { get; } = previousQuantity;
    public decimal PreviousAveragePrice { get; } = previousAveragePrice;
}

/// <summary>The position in one security. Money is in account currency.</summary>
public class SecurityHolding
{
    private readonly Security _security;
    private readonly ICurrencyConverter _currencyConverter;
    private decimal _quantity, _profit;
    private decimal? _price;

    public SecurityHolding(Security security, ICurrencyConverter currencyConverter)
    {
        _security = security;
        _currencyConverter = currencyConverter;
    }

    public event EventHandler<SecurityHoldingQuantityChangedEventArgs> QuantityChanged;

    protected Security Security => _security;

    /// <summary>The framework's last target.</summary>
    public IPortfolioTarget Target { get; set; }

    public decimal AveragePrice { get; protected set; }

    public decimal Quantity
    {
        get => _quantity;
        protected set
        {
            Invested = Math.Abs(value) >= _security.SymbolProperties.LotSize;
            _quantity = value;
        }
    }

    public Symbol Symbol => _security.Symbol;
    public SecurityType Type => _security.Type;
    public virtual decimal Leverage => _security.BuyingPowerModel.GetLeverage(_security);
    public virtual decimal HoldingsCost => Quantity == 0 ? 0 : Value(Quantity, AveragePrice);
    public virtual decimal UnleveredHoldingsCost => HoldingsCost / Leverage;
    public virtual decimal AbsoluteHoldingsCost => Math.Abs(HoldingsCost);
    public virtual decimal UnleveredAbsoluteHoldingsCost => Math.Abs(UnleveredHoldingsCost);

    /// <summary>The security's last price.</summary>
    public virtual decimal Price
    {
        get => _price ?? _security.Price;
        protected set => _price = value;
    }

    public virtual decimal HoldingsValue => Quantity == 0 ? 0 : Value(Quantity, Price);
    public virtual decimal AbsoluteHoldingsValue => Math.Abs(HoldingsValue);
    public virtual bool HoldStock => Invested;
    public virtual bool Invested { get; private set; }
    public virtual decimal TotalSaleVolume { get; private set; }
    public virtual decimal TotalFees { get; private set; }
    public virtual decimal TotalDividends { get; private set; }
    public virtual bool IsLong => Quantity > 0;
    public virtual bool IsShort => Quantity < 0;
    public virtual decimal AbsoluteQuantity => Math.Abs(Quantity);
    public virtual decimal LastTradeProfit { get; private set; }

    /// <summary>Realised profit and dividends, before fees.</summary>
    public virtual decimal Profit => _profit + TotalDividends;

    public virtual decimal NetProfit => Profit - TotalFees;
    public virtual decimal UnrealizedProfitPercent => AbsoluteHoldingsCost == 0 ? 0m : UnrealizedProfit / AbsoluteHoldingsCost;

    /// <summary>Profit if closed now, after the fee of closing.</summary>
    public virtual decimal UnrealizedProfit => TotalCloseProfit();

    public void AddNewFee(decimal newFee) => TotalFees += newFee;
    public void AddNewProfit(decimal profitLoss) => _profit += profitLoss;
    public void AddNewSale(decimal saleValue) => TotalSaleVolume += saleValue;
    public void AddNewDividend(decimal dividend) => TotalDividends += dividend;
    public void SetLastTradeProfit(decimal lastTradeProfit) => LastTradeProfit = lastTradeProfit;

    public virtual void SetHoldings(decimal averagePrice, int quantity) => SetHoldings(averagePrice, (decimal)quantity);

    public virtual void SetHoldings(decimal averagePrice, decimal quantity)
    {
        var previousQuantity = _quantity;
        var previousAverage = AveragePrice;
        Quantity = quantity;
        AveragePrice = averagePrice;
        _security.OnHoldingChanged();
        QuantityChanged?.Invoke(this, new SecurityHoldingQuantityChangedEventArgs(_security, previousAverage, previousQuantity));
    }

    /// <summary>Sets the price until the security's next bar.</summary>
    public virtual void UpdateMarketPrice(decimal closingPrice)
    {
        _price = closingPrice;
        PositionValue.NoteOutsideChange();
    }

    internal void FollowSecurityPrice()
    {
        _price = null;
        PositionValue.NoteOutsideChange();
    }

    public virtual ConvertibleCashAmount GetQuantityValue(decimal quantity) => GetQuantityValue(quantity, Price);

    public virtual ConvertibleCashAmount GetQuantityValue(decimal quantity, decimal price) =>
        new(price * quantity * _security.SymbolProperties.ContractMultiplier, _security.QuoteCurrency);

    public virtual decimal TotalCloseProfit(bool includeFees = true, decimal? exitPrice = null, decimal? entryPrice = null, decimal? quantity = null)
    {
        if (!quantity.HasValue && !Invested) return 0;
        var closed = quantity ?? Quantity;
        var fees = 0m;
        if (includeFees)
            fees = _currencyConverter.ConvertToAccountCurrency(Extensions.GetMarketOrderFees(_security, -closed, _security.UtcTime)).Amount;
        var price = IsLong ? _security.BidPrice : _security.AskPrice;
        if (price == 0) price = _security.Price;
        return Value(closed, exitPrice ?? price) - Value(closed, entryPrice ?? AveragePrice) - fees;
    }

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Symbol.Value}: {Quantity} @ {AveragePrice}");

    private decimal Value(decimal quantity, decimal price) => price * quantity * _security.SymbolProperties.ContractMultiplier * _security.QuoteCurrency.ConversionRate;
}
