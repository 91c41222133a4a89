using LeanDeep.Tests.Platform.Lean.Engine;
using LeanDeep.Tests.Platform.Lean.Indicators;
using QuantConnect;
using QuantConnect.Indicators;
using QuantConnect.Orders.Slippage;
using QuantConnect.Securities;
using QuantConnect.Securities.Volatility;

namespace LeanDeep.Tests.Platform.Lean.Securities;

public sealed class VolatilityModelTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void StandardDeviationOfReturns_ThreeReturns_IsTheirAnnualDeviation()
    {
        var model = new StandardDeviationOfReturnsVolatilityModel(3);
        Assert.Equal(0m, model.Volatility);
        foreach (var bar in Bars.Of(50, 100, 110, 99, 118.8m)) model.Update(null, bar);
        // The last three returns are 10%, −10% and 20%: deviation √(0.0466667/2).
        Assert.Equal(Math.Sqrt(0.14 / 3 / 2) * Math.Sqrt(252), (double)model.Volatility, 9);
        Assert.Throws<ArgumentOutOfRangeException>(() => new StandardDeviationOfReturnsVolatilityModel(1));
    }

    [Fact]
    public void RelativeStandardDeviation_Prices_IsDeviationOverMean()
    {
        var model = new RelativeStandardDeviationVolatilityModel(TimeSpan.FromDays(1), 3);
        foreach (var bar in Bars.Of(7, 10, 11, 12)) model.Update(null, bar);
        Assert.Equal(1.0 / 11, (double)model.Volatility, 9);
    }

    [Fact]
    public void SplitOfRawPrices_Model_BeginsAnewWithScaledBars()
    {
        _data.Daily("AAA", "2020-01-06", 100m, 101, 100, 101, 50.5m, 50, 50.5m)
            .Factors("AAA", "20200109,1,0.5,101", "20501231,1,1,0").Map("AAA", "20100101,aaa,Q", "20501231,aaa,Q");
        var highest = 0m;
        var mean = new SimpleMovingAverage(2);
        var run = _data.Run("2020-01-08", "2020-01-14", a =>
        {
            a.Add("AAA", mode: DataNormalizationMode.Raw);
            a.Securities[a.Symbol].SetVolatilityModel(new StandardDeviationOfReturnsVolatilityModel(3));
        }, a =>
        {
            highest = Math.Max(highest, a.Securities[a.Symbol].VolatilityModel.Volatility);
            if (a.Slice.Splits.Count > 0) new IndicatorVolatilityModel(mean, (_, data, _) => mean.Update(data.EndTime, data.Value)).WarmUp(a, a.Securities[a.Symbol], Resolution.Daily, 2, DataNormalizationMode.Raw);
        });
        Assert.Contains(run.Notes, x => x.Contains("split SplitOccurred", StringComparison.Ordinal));
        // Returns are about 1% each; a halved price among them would be 50%.
        Assert.InRange(highest, 0.01m, 0.3m);
        Assert.Equal(50.25m, mean.Current.Value);
    }

    [Fact]
    public void MarketImpact_LargerOrder_SlipsMoreAndTheSameEachRun()
    {
        var prices = Enumerable.Range(0, 20).Select(i => 100m + i % 3).ToArray();
        _data.Daily("AAA", "2020-01-02", prices);
        Assert.Equal(Slip(10), Slip(10));
        Assert.True(Slip(10000) > Slip(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MarketImpactSlippageModel(null, latency: 0));

        decimal Slip(int shares)
        {
            var run = _data.Run("2020-01-27", "2020-01-29", a =>
            {
                a.Add("AAA");
                a.Securities[a.Symbol].SetSlippageModel(new MarketImpactSlippageModel(a));
                a.Securities[a.Symbol].SetLeverage(20);
            }, a => { if (a.Step == 0) a.MarketOrder(a.Symbol, shares); });
            return run.Events.Single(x => x.FillQuantity != 0).FillPrice;
        }
    }
}
