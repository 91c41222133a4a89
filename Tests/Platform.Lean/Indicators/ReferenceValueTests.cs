using System.Globalization;
using System.IO.Compression;
using Newtonsoft.Json.Linq;
using QuantConnect.Indicators;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

/// <summary>Indicators against figures of other implementations on real bars.</summary>
public sealed class ReferenceValueTests
{
    private sealed record Case(Func<IndicatorBase> Make, Func<IndicatorBase, decimal> Value, string File, string Column, int From, double Scale = 1, double Offset = 0);

    // From: the first row compared. The two differ in how they start; averages of infinite memory agree once that has faded.
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["SMA"] = new(() => new SimpleMovingAverage(20), x => x, "sma_20", "Sma", 19),
        ["EMA"] = new(() => new ExponentialMovingAverage(20), x => x, "ema_20", "Ema", 19),
        ["STD"] = new(() => new StandardDeviation(10), x => x, "stddev_10", "StdDev", 9),
        ["ROCP"] = new(() => new RateOfChangePercent(10), x => x, "roc_10", "Roc", 10),
        ["BB upper"] = new(() => new BollingerBands(20, 2), x => ((BollingerBands)x).UpperBand, "bollinger_20_2", "UpperBand", 19),
        ["BB lower"] = new(() => new BollingerBands(20, 2), x => ((BollingerBands)x).LowerBand, "bollinger_20_2", "LowerBand", 19),
        ["BB %B"] = new(() => new BollingerBands(20, 2), x => ((BollingerBands)x).PercentB, "bollinger_20_2", "PercentB", 19),
        ["LSMA slope"] = new(() => new LeastSquaresMovingAverage(10), x => ((LeastSquaresMovingAverage)x).Slope, "slope_10", "Slope", 9),
        ["MACD"] = new(() => new MovingAverageConvergenceDivergence(12, 26, 9), x => x, "macd_12_26_9", "Macd", 25),
        ["MACD signal"] = new(() => new MovingAverageConvergenceDivergence(12, 26, 9), x => ((MovingAverageConvergenceDivergence)x).Signal, "macd_12_26_9", "Signal", 33),
        ["CCI"] = new(() => new CommodityChannelIndex(20), x => x, "cci_20", "Cci", 19),
        ["MFI"] = new(() => new MoneyFlowIndex(14), x => x, "mfi_14", "Mfi", 14),
        ["OBV"] = new(() => new OnBalanceVolume(), x => x, "obv", "Obv", 0, Offset: 101612569),
        ["WILR"] = new(() => new WilliamsPercentR(14), x => x, "williamsr_14", "WilliamsR", 13),
        ["STO K"] = new(() => new Stochastic(14, 3, 3), x => ((Stochastic)x).StochK, "stoch_14_3_3", "K", 15),
        ["STO D"] = new(() => new Stochastic(14, 3, 3), x => ((Stochastic)x).StochD, "stoch_14_3_3", "D", 17),
        ["RSI"] = new(() => new RelativeStrengthIndex(14), x => x, "rsi_14", "Rsi", 400),
        ["ATR"] = new(() => new AverageTrueRange(14), x => x, "atr_14", "Atr", 400),
        ["TR"] = new(() => new TrueRange(), x => x, "atr_14", "Tr", 1),
        ["ADX"] = new(() => new AverageDirectionalIndex(14), x => x, "adx_14", "Adx", 500),
        ["ADX +DI"] = new(() => new AverageDirectionalIndex(14), x => ((AverageDirectionalIndex)x).PositiveDirectionalIndex, "adx_14", "Pdi", 400),
        ["ADX -DI"] = new(() => new AverageDirectionalIndex(14), x => ((AverageDirectionalIndex)x).NegativeDirectionalIndex, "adx_14", "Mdi", 400)
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [SharedTheory("golden/skender/skender_quotes_spy.csv"), MemberData(nameof(Names))]
    public void Indicator_RealBars_EqualsTheOtherImplementation(string name)
    {
        var (make, valueOf, file, column, from, scale, offset) = Cases[name];
        var bars = Bars.Read(SharedFolder.PathOf("golden/skender/skender_quotes_spy.csv"));
        var rows = File.ReadAllLines(SharedFolder.PathOf($"golden/skender/skender_spy_{file}.csv"));
        var index = Array.IndexOf(rows[0].Split(','), column);
        var indicator = make();
        var compared = 0;
        for (var i = 0; i < bars.Count; i++)
        {
            indicator.Update(bars[i]);
            var text = rows[i + 1].Split(',')[index];
            if (i < from || text.Length == 0)
                continue;
            var expected = double.Parse(text, CultureInfo.InvariantCulture) * scale + offset;
            var found = (double)valueOf(indicator);
            Assert.True(Math.Abs(found - expected) <= 1e-8 * Math.Max(1, Math.Abs(expected)), $"{name} row {i}: expected {expected}, found {found}");
            compared++;
        }
        Assert.True(compared > 200, $"only {compared} rows compared");
    }

    [SharedFact("lean-golden/results/WarmupIndicators.json")]
    public void Indicators_WarmedUpOn60Sessions_EqualLeansLog()
    {
        var lines = JObject.Parse(File.ReadAllText(SharedFolder.PathOf("lean-golden/results/WarmupIndicators.json")))["log"]
            .Select(x => (string)x).Where(x => x.Contains(" sma ", StringComparison.Ordinal)).Select(x => x[20..].Split(' ')).ToList();
        Assert.NotEmpty(lines);
        foreach (var ofTicker in lines.GroupBy(x => x[1]))
        {
            var bars = ReadDaily(ofTicker.Key);
            var first = bars.FindIndex(x => x.Day == new DateTime(2012, 3, 1)) - 60;
            var (sma, ema) = (new SimpleMovingAverage(50), new ExponentialMovingAverage(20));
            var (rsi, macd) = (new RelativeStrengthIndex(14), new MovingAverageConvergenceDivergence(12, 26, 9));
            var expected = ofTicker.ToDictionary(x => DateTime.Parse(x[0], CultureInfo.InvariantCulture));
            foreach (var (day, close) in bars.Skip(first))
            {
                foreach (var indicator in new IndicatorBase[] { sma, ema, rsi, macd })
                    indicator.Update(new IndicatorDataPoint(day.AddHours(16), close));
                if (expected.Remove(day, out var words))
                    Assert.Equal(string.Join(' ', words.Skip(2)), string.Create(CultureInfo.InvariantCulture,
                        $"sma {sma.Current.Value:F4} ema {ema.Current.Value:F4} rsi {rsi.Current.Value:F4} macd {macd.Current.Value:F4} signal {macd.Signal.Current.Value:F4} ready {sma.IsReady && macd.IsReady}"));
            }
            Assert.Empty(expected);
        }
    }

    private static List<(DateTime Day, decimal Close)> ReadDaily(string ticker)
    {
        using var zip = ZipFile.OpenRead(SharedFolder.PathOf($"data/lean/equity/usa/daily/{ticker.ToLowerInvariant()}.zip"));
        using var reader = new StreamReader(zip.Entries.Single().Open());
        var bars = new List<(DateTime, decimal)>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            bars.Add((DateTime.ParseExact(fields[0][..8], "yyyyMMdd", CultureInfo.InvariantCulture), decimal.Parse(fields[4], CultureInfo.InvariantCulture) / 10000));
        }
        return bars;
    }
}
