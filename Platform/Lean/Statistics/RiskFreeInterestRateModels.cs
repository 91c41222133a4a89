namespace QuantConnect.Data;

/// <summary>Gives the risk-free interest rate of a date, as a fraction a year.</summary>
public interface IRiskFreeInterestRateModel
{
    decimal GetInterestRate(DateTime date);
}

public static class RiskFreeInterestRateModelExtensions
{
    /// <summary>The mean over all calendar days, both ends included.</summary>
    public static decimal GetRiskFreeRate(this IRiskFreeInterestRateModel model, DateTime startDate, DateTime endDate) =>
        model.GetAverageRiskFreeRate(Time.EachDay(startDate, endDate));

    /// <summary>The mean over the dates; 0 without any.</summary>
    public static decimal GetAverageRiskFreeRate(this IRiskFreeInterestRateModel model, IEnumerable<DateTime> dates) =>
        dates.Select(model.GetInterestRate).DefaultIfEmpty(0).Average();
}

/// <summary>Always the same rate.</summary>
public class ConstantRiskFreeRateInterestRateModel : IRiskFreeInterestRateModel
{
    private readonly decimal _riskFreeRate;

    public ConstantRiskFreeRateInterestRateModel(decimal riskFreeRate) => _riskFreeRate = riskFreeRate;

    public decimal GetInterestRate(DateTime date) => _riskFreeRate;
}

/// <summary>A function of the date.</summary>
public class FuncRiskFreeRateInterestRateModel : IRiskFreeInterestRateModel
{
    private readonly Func<DateTime, decimal> _getInterestRateFunc;

    public FuncRiskFreeRateInterestRateModel(Func<DateTime, decimal> getInterestRateFunc) => _getInterestRateFunc = getInterestRateFunc;

    public decimal GetInterestRate(DateTime date) => _getInterestRateFunc(date);
}
