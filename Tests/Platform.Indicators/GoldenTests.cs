using System.Globalization;
using System.Reflection;
using Skender.Stock.Indicators;

namespace LeanDeep.Tests.Platform.Indicators;

/// <summary>Every column and every row of the reference package's answers on daily bars of SPY and AAPL, nulls included.</summary>
public sealed class GoldenTests
{
    private static readonly Dictionary<string, Func<List<Quote>, List<Quote>, IEnumerable<ResultBase>>> Calls = new()
    {
        ["rsi_14"] = (spy, _) => spy.GetRsi(14),
        ["atr_14"] = (spy, _) => spy.GetAtr(14),
        ["macd_12_26_9"] = (spy, _) => spy.GetMacd(12, 26, 9),
        ["bollinger_20_2"] = (spy, _) => spy.GetBollingerBands(20, 2),
        ["sma_20"] = (spy, _) => spy.GetSma(20),
        ["ema_20"] = (spy, _) => spy.GetEma(20),
        ["roc_10"] = (spy, _) => spy.GetRoc(10),
        ["stddev_10"] = (spy, _) => spy.GetStdDev(10),
        ["slope_10"] = (spy, _) => spy.GetSlope(10),
        ["stoch_14_3_3"] = (spy, _) => spy.GetStoch(14, 3, 3),
        ["cci_20"] = (spy, _) => spy.GetCci(20),
        ["mfi_14"] = (spy, _) => spy.GetMfi(14),
        ["obv"] = (spy, _) => spy.GetObv(),
        ["adx_14"] = (spy, _) => spy.GetAdx(14),
        ["williamsr_14"] = (spy, _) => spy.GetWilliamsR(14),
        ["kama_10_2_30"] = (spy, _) => spy.GetKama(10, 2, 30),
        ["beta_vs_aapl_60"] = (spy, aapl) => spy.GetBeta(aapl, 60, BetaType.All),
        ["beta_of_aapl_60"] = (spy, aapl) => aapl.GetBeta(spy, 60, BetaType.Standard),
    };

    public static TheoryData<string> Files => [.. Calls.Keys];

    [SharedTheory("golden/skender")]
    [MemberData(nameof(Files))]
    public void Indicator_OnDailyBars_EqualsTheReference(string file)
    {
        var results = Calls[file](Quotes("spy"), Quotes("aapl")).ToList();
        var lines = File.ReadAllLines(SharedFolder.PathOf($"golden/skender/skender_spy_{file}.csv"));
        var columns = lines[0].Split(',');
        Assert.Equal(lines.Length - 1, results.Count);
        for (var row = 0; row < results.Count; row++)
        {
            var cells = lines[row + 1].Split(',');
            Assert.Equal(cells[0], results[row].Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            for (var column = 1; column < columns.Length; column++)
            {
                var found = results[row].GetType().GetProperty(columns[column], BindingFlags.Instance | BindingFlags.Public)!.GetValue(results[row]);
                var where = $"{columns[column]} on {cells[0]}";
                if (cells[column].Length == 0)
                {
                    Assert.True(found is null, $"{where}: expected null, found {found}");
                    continue;
                }
                Assert.True(found is not null, $"{where}: expected {cells[column]}, found null");
                var expected = double.Parse(cells[column], CultureInfo.InvariantCulture);
                var value = Convert.ToDouble(found, CultureInfo.InvariantCulture);
                Assert.True(Math.Abs(value - expected) <= 1e-9 * Math.Abs(expected), $"{where}: expected {expected:R}, found {value:R}");
            }
        }
    }

    private static List<Quote> Quotes(string name) =>
        [.. File.ReadLines(SharedFolder.PathOf($"golden/skender/skender_quotes_{name}.csv")).Skip(1).Select(line => line.Split(',')).Select(cells => new Quote
        {
            Date = DateTime.Parse(cells[0], CultureInfo.InvariantCulture),
            Open = decimal.Parse(cells[1], CultureInfo.InvariantCulture),
            High = decimal.Parse(cells[2], CultureInfo.InvariantCulture),
            Low = decimal.Parse(cells[3], CultureInfo.InvariantCulture),
            Close = decimal.Parse(cells[4], CultureInfo.InvariantCulture),
            Volume = decimal.Parse(cells[5], CultureInfo.InvariantCulture),
        })];
}
