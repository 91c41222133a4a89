using QuantConnect;

namespace LeanDeep.Tests.Platform.Lean.Common;

public class NumberTests
{
    [Fact]
    public void Normalize_AnyDecimal_HasTheBitsOfDivisionByOne()
    {
        foreach (var value in Values())
            Assert.Equal(decimal.GetBits(value / 1.000000000000000000000000000000000m), decimal.GetBits(value.Normalize()));
    }

    [Fact]
    public void SmartRounding_AnyDecimal_HasTheBitsOfRoundedDigits()
    {
        foreach (var value in Values().Where(x => Math.Abs(x) < 1e12m))
        {
            var plain = value / 1.000000000000000000000000000000000m;
            var expected = plain > 1000 ? Math.Round(plain, 4) : plain.RoundToSignificantDigits(7) / 1.000000000000000000000000000000000m;
            Assert.Equal(decimal.GetBits(expected), decimal.GetBits(value.SmartRounding()));
        }
    }

    private static IEnumerable<decimal> Values()
    {
        decimal[] edges = [0m, 0.00m, 1m, -1m, 1.0m, 10.00m, 1e-28m, decimal.MaxValue, decimal.MinValue, 74.44643180016380000m, 999.9999m, 1000.0001m, 1000m, 9999999m, 0.1234567m, 0.12345678m, 1234.99996m];
        foreach (var edge in edges) yield return edge;
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
            yield return new decimal(random.Next(), i % 3 == 0 ? random.Next() : 0, i % 11 == 0 ? random.Next() : 0, i % 2 == 0, (byte)random.Next(0, 20)) * (i % 5 == 0 && i % 11 != 0 ? 100.00m : 1m);
    }
}
