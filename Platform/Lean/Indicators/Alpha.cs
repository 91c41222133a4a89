using QuantConnect.Data;
using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>Jensen's alpha: the target's mean return less what its beta to a reference explains; 0 before it is ready.</summary>
/// <remarks>Source: Jensen (1968), The performance of mutual funds. The risk-free rate is taken as the model gives it.</remarks>
public class Alpha : BarIndicator, IIndicatorWarmUpPeriodProvider
{
    private readonly Symbol _target, _reference;
    private readonly int _period;
    private readonly RateOfChange _targetReturn, _referenceReturn;
    private readonly Beta _beta;
    private readonly IRiskFreeInterestRateModel _rates;
    private decimal _alpha;

    /// <param name="alphaPeriod">Bars of the returns.</param>
    /// <param name="betaPeriod">Bars of the beta.</param>
    /// <exception cref="ArgumentException">The symbols are the same, or a period is too short.</exception>
    public Alpha(string name, Symbol targetSymbol, Symbol referenceSymbol, int alphaPeriod, int betaPeriod, IRiskFreeInterestRateModel riskFreeRateModel)
        : base(name)
    {
        if (targetSymbol == referenceSymbol) throw new ArgumentException($"expected two symbols, found {targetSymbol} twice", nameof(referenceSymbol));
        if (alphaPeriod < 1) throw new ArgumentException($"expected a period of at least 1, found {alphaPeriod}", nameof(alphaPeriod));
        if (betaPeriod < 2) throw new ArgumentException($"expected a period of at least 2, found {betaPeriod}", nameof(betaPeriod));
        (_target, _reference, _period, _rates) = (targetSymbol, referenceSymbol, alphaPeriod, riskFreeRateModel);
        _targetReturn = new RateOfChange($"{name}_TargetROC", alphaPeriod);
        _referenceReturn = new RateOfChange($"{name}_ReferenceROC", alphaPeriod);
        _beta = new Beta($"{name}_Beta", targetSymbol, referenceSymbol, betaPeriod);
        WarmUpPeriod = Math.Max(alphaPeriod, betaPeriod) + 1;
    }

    public Alpha(string name, Symbol targetSymbol, Symbol referenceSymbol, int alphaPeriod, int betaPeriod, decimal? riskFreeRate = null)
        : this(name, targetSymbol, referenceSymbol, alphaPeriod, betaPeriod, Constant(riskFreeRate))
    {
    }

    public Alpha(Symbol targetSymbol, Symbol referenceSymbol, int alphaPeriod, int betaPeriod, decimal? riskFreeRate = null)
        : this($"ALPHA({targetSymbol},{referenceSymbol},{alphaPeriod},{betaPeriod},{riskFreeRate?.ToStringInvariant()})", targetSymbol, referenceSymbol, alphaPeriod, betaPeriod, Constant(riskFreeRate))
    {
    }

    public Alpha(Symbol targetSymbol, Symbol referenceSymbol, int period, decimal? riskFreeRate = null)
        : this($"ALPHA({targetSymbol},{referenceSymbol},{period},{riskFreeRate?.ToStringInvariant()})", targetSymbol, referenceSymbol, period, period, Constant(riskFreeRate))
    {
    }

    public Alpha(string name, Symbol targetSymbol, Symbol referenceSymbol, int period, decimal? riskFreeRate = null)
        : this(name, targetSymbol, referenceSymbol, period, period, Constant(riskFreeRate))
    {
    }

    public Alpha(Symbol targetSymbol, Symbol referenceSymbol, int alphaPeriod, int betaPeriod, IRiskFreeInterestRateModel riskFreeRateModel)
        : this($"ALPHA({targetSymbol},{referenceSymbol},{alphaPeriod},{betaPeriod})", targetSymbol, referenceSymbol, alphaPeriod, betaPeriod, riskFreeRateModel)
    {
    }

    public Alpha(Symbol targetSymbol, Symbol referenceSymbol, int period, IRiskFreeInterestRateModel riskFreeRateModel)
        : this($"ALPHA({targetSymbol},{referenceSymbol},{period})", targetSymbol, referenceSymbol, period, period, riskFreeRateModel)
    {
    }

    public Alpha(string name, Symbol targetSymbol, Symbol referenceSymbol, int period, IRiskFreeInterestRateModel riskFreeRateModel)
        : this(name, targetSymbol, referenceSymbol, period, period, riskFreeRateModel)
    {
    }

    public override bool IsReady => _targetReturn.IsReady && _beta.IsReady && _referenceReturn.IsReady;
    public int WarmUpPeriod { get; private set; }

    /// <exception cref="ArgumentException">The bar is of neither symbol.</exception>
    protected override decimal ComputeNextValue(IBaseDataBar input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Symbol == _target) _targetReturn.Update(input.EndTime, input.Close);
        else if (input.Symbol == _reference) _referenceReturn.Update(input.EndTime, input.Close);
        else throw new ArgumentException($"expected a bar of {_target} or {_reference}, found one of {input.Symbol}", nameof(input));
        _beta.Update(input);
        if (_targetReturn.Samples != _referenceReturn.Samples) return _alpha;
        var free = IsReady ? _rates.GetInterestRate(_targetReturn.Current.EndTime) : 0;
        return _alpha = IsReady ? _targetReturn.Current.Value / _period - (free + _beta.Current.Value * (_referenceReturn.Current.Value / _period - free)) : 0m;
    }

    public override void Reset()
    {
        _targetReturn.Reset();
        _referenceReturn.Reset();
        _beta.Reset();
        _alpha = 0m;
        base.Reset();
    }

    private static ConstantRiskFreeRateInterestRateModel Constant(decimal? rate) => new(rate ?? 0m);
}
