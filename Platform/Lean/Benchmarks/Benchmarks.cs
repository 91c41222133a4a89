using QuantConnect.Securities;

namespace QuantConnect.Benchmarks;

/// <summary>What the algorithm is compared with.</summary>
public interface IBenchmark
{
    decimal Evaluate(DateTime time);
}

/// <summary>The last price of a security.</summary>
public class SecurityBenchmark(Security security) : IBenchmark
{
    public Security Security { get; } = security;

    /// <summary>Follows a symbol, which need not be one of the algorithm's securities.</summary>
    public static SecurityBenchmark CreateInstance(SecurityManager securities, Symbol symbol) => new(securities.CreateBenchmark(symbol));

    public decimal Evaluate(DateTime time) => Security.Price * Security.QuoteCurrency.ConversionRate;
}

/// <summary>A function of UTC time.</summary>
public class FuncBenchmark(Func<DateTime, decimal> benchmark) : IBenchmark
{
    private readonly Func<DateTime, decimal> _benchmark = benchmark;

    public decimal Evaluate(DateTime time) => _benchmark(time);
}
