using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeanDeep.Training.Reports;

namespace LeanDeep.Tests.Training.Reports;

public class TradingDayStatisticsTests
{
    [Fact]
    public void Of_Small_MatchesHandComputedValues()
    {
        var result = SmallResult.Read();
        var days = SmallResult.Days(result);
        var s = TradingDayStatistics.Of(days, result);
        double[] r = [0.1, -0.05, -55.0 / 1045, 1.0 / 9, 0.1, -0.1, 0.1, 0];
        double[] b = [0.05, -10 / 210.0, -0.05, 0.05, 0.05, 200 / 209.475 - 1, 0.05, 0];
        double meanR = r.Sum() / 8, meanB = b.Sum() / 8;
        var varianceR = r.Sum(x => (x - meanR) * (x - meanR)) / 7;
        var varianceB = b.Sum(x => (x - meanB) * (x - meanB)) / 7;
        var beta = r.Zip(b, (x, y) => (x - meanR) * (y - meanB)).Sum() / 7 / varianceB;

        Assert.Equal(8, s.Days);
        Assert.Equal(0.1979, s.NetProfit, 12);
        Assert.Equal(Math.Pow(1.1979, 31.5) - 1, s.CompoundAnnualReturn, 9);
        Assert.Equal(Math.Sqrt(varianceR * 252), s.AnnualDeviation, 12);
        Assert.Equal(meanR / Math.Sqrt(varianceR) * Math.Sqrt(252), s.Sharpe!.Annual(), 9);
        Assert.Equal(meanR * Math.Sqrt(252) / Math.Sqrt((0.05 * 0.05 + r[2] * r[2] + 0.01) / 8), s.Sortino, 9);
        Assert.Equal(-0.1, s.Drawdown, 12);
        Assert.Equal(-0.1 + 0.35 * (0.1 + r[2]), s.ValueAtRisk95, 12); // 0.05 · 7 = 0.35 of the way from the lowest to the next
        Assert.Equal(beta, s.Relative!.Beta, 12);
        Assert.Equal((meanR - beta * meanB) * 252, s.Relative.Alpha, 9);
        Assert.Equal(meanR * 252 / beta, s.Relative.Treynor, 9);
        var difference = r.Zip(b, (x, y) => x - y).ToArray();
        var error = Math.Sqrt(difference.Sum(d => (d - difference.Average()) * (d - difference.Average())) / 7 * 252);
        Assert.Equal(error, s.Relative.TrackingError, 12);
        Assert.Equal(difference.Average() * 252 / error, s.Relative.InformationRatio, 9);
    }

    [Fact]
    public void Of_NoTrades_HasNoSharpeRatio()
    {
        var day = SmallResult.First;
        var result = SmallResult.Read(SmallResult.Text().Series("Strategy Equity", "Equity", [(day, 5), (day.AddDays(1), 5), (day.AddDays(2), 5), (day.AddDays(3), 5)]));
        var s = TradingDayStatistics.Of(SmallResult.Days(result), result);

        Assert.Null(s.Sharpe);
        Assert.Equal(0, s.Drawdown);
        Assert.DoesNotContain(StatisticsSection.Variants(s), entry => entry.Value.Contains("NaN", StringComparison.Ordinal));
    }

    /// <summary>Genuine LEAN's printed net profit, drawdown, deviation and beta from its own samples; the last two to the accuracy that calendar days allow.</summary>
    [SharedTheory("lean-golden/results")]
    [InlineData("MonthlyEqualWeight20")]
    [InlineData("LongShortReversal")]
    [InlineData("HistoryMinVariance")]
    public void Of_GenuineResult_AgreesWithLean(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(SharedFolder.PathOf($"lean-golden/results/{name}.json")));
        var golden = document.RootElement;
        var text = new ResultText()
            .Raw("Strategy Equity", "Equity", JsonNode.Parse(golden.GetProperty("equity").GetRawText())!)
            .Raw("Benchmark", "Benchmark", JsonNode.Parse(golden.GetProperty("benchmark").GetRawText())!);
        foreach (var order in golden.GetProperty("orders").EnumerateArray().Where(order => order.GetProperty("status").GetString() == "Filled"))
            text.Order(order.GetProperty("symbol").GetString()!, order.GetProperty("filled").GetString()!, order.GetProperty("filled_quantity").GetDouble(), order.GetProperty("fill_price").GetDouble());
        var result = SmallResult.Read(text);
        var days = SmallResult.Days(result);
        var s = TradingDayStatistics.Of(days, result);
        var lean = golden.GetProperty("portfolio_statistics");
        double Lean(string statistic) => double.Parse(lean.GetProperty(statistic).GetString()!, CultureInfo.InvariantCulture);

        Assert.Equal(Lean("totalNetProfit"), s.NetProfit, 4);
        Assert.Equal(Lean("drawdown"), -s.Drawdown, 3);
        Assert.Equal(Lean("compoundingAnnualReturn"), s.CompoundAnnualReturn, 2);
        Assert.Equal(Lean("beta"), s.Relative!.Beta, 0.01);
        // LEAN scales calendar days by 252, where there are 365.
        Assert.Equal(Lean("annualStandardDeviation") * Math.Sqrt(365.25 / 252), s.AnnualDeviation, 0.005);
        var volume = decimal.Parse(golden.GetProperty("runtime_statistics").GetProperty("Volume").GetString()!.TrimStart('$'), NumberStyles.Number, CultureInfo.InvariantCulture);
        Assert.Equal((double)volume, CostsSection.ByYear(days, result).Sum(year => year.Traded), (double)volume * 1e-4);
    }
}
