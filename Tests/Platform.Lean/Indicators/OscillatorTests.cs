using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

public sealed class OscillatorTests
{
    [Fact]
    public void RelativeStrengthIndex_OnlyGains_Is100()
    {
        var rsi = new RelativeStrengthIndex(3);
        MovingAverageTests.Feed(rsi, 1, 2, 3, 4, 5);
        Assert.Equal(100m, rsi.Current.Value);
    }

    [Fact]
    public void RelativeStrengthIndex_SimpleAverages_IsTheShareOfGains()
    {
        var rsi = new RelativeStrengthIndex(4, MovingAverageType.Simple);
        MovingAverageTests.Feed(rsi, 10, 13, 12, 12, 14);
        // Gains 3 + 2, losses 1.
        Assert.Equal(100m * 5 / 6, rsi.Current.Value, 20);
        Assert.True(rsi.IsReady);
        Assert.Equal(5, rsi.WarmUpPeriod);
    }

    [Fact]
    public void MovingAverageConvergenceDivergence_AnyBars_IsTheDifferenceOfItsAverages()
    {
        var macd = new MovingAverageConvergenceDivergence(4, 9, 3);
        var (fast, slow, signal) = (new ExponentialMovingAverage(4), new ExponentialMovingAverage(9), new ExponentialMovingAverage(3));
        foreach (var bar in Bars.Random(50))
        {
            macd.Update(bar);
            fast.Update(bar);
            slow.Update(bar);
            Assert.Equal(fast.Current.Value - slow.Current.Value, macd.Current.Value);
            if (slow.IsReady)
                signal.Update(bar.EndTime, macd.Current.Value);
            Assert.Equal(signal.Current.Value, macd.Signal.Current.Value);
            if (signal.IsReady)
                Assert.Equal(macd.Current.Value - signal.Current.Value, macd.Histogram.Current.Value);
        }
        Assert.True(macd.IsReady);
    }

    [Fact]
    public void MovingAverageConvergenceDivergence_FastNotBelowSlow_Throws() =>
        Assert.Throws<ArgumentException>(() => new MovingAverageConvergenceDivergence(9, 9, 3));

    [Fact]
    public void BollingerBands_AnyBars_LieKDeviationsAroundTheMean()
    {
        var bands = new BollingerBands(5, 2);
        var bars = Bars.Random(30);
        foreach (var bar in bars)
            bands.Update(bar);
        var last = bars.TakeLast(5).Select(x => (double)x.Close).ToList();
        var deviation = Math.Sqrt(last.Sum(x => Math.Pow(x - last.Average(), 2)) / 5);

        Assert.Equal(last.Average(), (double)bands.MiddleBand.Current.Value, 9);
        Assert.Equal(last.Average() + 2 * deviation, (double)bands.UpperBand.Current.Value, 9);
        Assert.Equal(last.Average() - 2 * deviation, (double)bands.LowerBand.Current.Value, 9);
        Assert.Equal(400 * deviation / last.Average(), (double)bands.BandWidth.Current.Value, 9);
        Assert.Equal((last[^1] - last.Average() + 2 * deviation) / (4 * deviation), (double)bands.PercentB.Current.Value, 9);
    }

    [Fact]
    public void BollingerBands_ConstantPriceWhenReady_GivesNoNewValue()
    {
        var bands = new BollingerBands(2, 2);
        var updates = 0;
        bands.Updated += (_, _) => updates++;
        foreach (var bar in Bars.Of(1, 2, 2, 2))
            bands.Update(bar);
        Assert.Equal(2, updates);
    }

    [Fact]
    public void TrueRange_GapUp_CountsFromTheCloseBefore()
    {
        var range = new TrueRange();
        range.Update(Bars.Daily(0, 10, 11, 9, 10, 1));
        Assert.Equal(2m, range.Current.Value);
        range.Update(Bars.Daily(1, 14, 15, 13, 14, 1));
        Assert.Equal(5m, range.Current.Value);
        range.Update(Bars.Daily(2, 8, 9, 7, 8, 1));
        Assert.Equal(7m, range.Current.Value);
    }

    [Fact]
    public void Stochastic_ThreeBars_IsTheCloseWithinTheRange()
    {
        var stochastic = new Stochastic(3, 1, 1);
        stochastic.Update(Bars.Daily(0, 10, 12, 8, 10, 1));
        stochastic.Update(Bars.Daily(1, 10, 13, 9, 10, 1));
        Assert.False(stochastic.IsReady);
        stochastic.Update(Bars.Daily(2, 10, 18, 9, 13, 1));
        Assert.Equal(50m, stochastic.FastStoch.Current.Value);
        Assert.Equal(50m, stochastic.StochK.Current.Value);
        Assert.Equal(50m, stochastic.StochD.Current.Value);
    }

    [Fact]
    public void WilliamsPercentR_ThreeBars_IsTheDistanceFromTheHigh()
    {
        var williams = new WilliamsPercentR(3);
        williams.Update(Bars.Daily(0, 10, 12, 8, 10, 1));
        williams.Update(Bars.Daily(1, 10, 13, 9, 10, 1));
        williams.Update(Bars.Daily(2, 10, 18, 9, 13, 1));
        Assert.Equal(-50m, williams.Current.Value);
    }

    [Fact]
    public void OnBalanceVolume_RisingEqualFalling_AddsNothingOrSubtracts()
    {
        var obv = new OnBalanceVolume();
        var values = new[] { (10m, 5m), (11m, 7m), (11m, 9m), (9m, 2m) }.Select((x, i) =>
        {
            obv.Update(Bars.Daily(i, x.Item1, x.Item1, x.Item1, x.Item1, x.Item2));
            return obv.Current.Value;
        });
        Assert.Equal([5m, 12m, 12m, 10m], values);
    }

    [Fact]
    public void AroonOscillator_HighNowLowOld_IsPositive()
    {
        var aroon = new AroonOscillator(4, 4);
        for (var i = 0; i < 6; i++)
            aroon.Update(Bars.Daily(i, i + 10, i + 11, i + 9, i + 10, 1));
        Assert.Equal(100m, aroon.AroonUp.Current.Value);
        Assert.Equal(0m, aroon.AroonDown.Current.Value);
        Assert.Equal(100m, aroon.Current.Value);
    }

    [Fact]
    public void SuperTrend_RiseThenCrash_LiesBelowThenAboveThePrice()
    {
        var trend = new SuperTrend(2, 1, MovingAverageType.Simple);
        for (var i = 0; i < 6; i++)
            trend.Update(Bars.Daily(i, 10 + 3 * i, 11 + 3 * i, 9 + 3 * i, 10 + 3 * i, 1));
        // Range 4 (from the close before to the high), middle 25.
        Assert.Equal(21m, trend.Current.Value);
        trend.Update(Bars.Daily(6, 10, 11, 9, 10, 1));
        Assert.True(trend.Current.Value > 10, $"found {trend.Current.Value}");
    }

    [Fact]
    public void HeikinAshi_TwoBars_OpensAtTheMiddleOfTheFirst()
    {
        var bars = new HeikinAshi();
        bars.Update(Bars.Daily(0, 10, 14, 8, 12, 5));
        Assert.Equal((11m, 14m, 8m, 11m), (bars.Open.Current.Value, bars.High.Current.Value, bars.Low.Current.Value, bars.Close.Current.Value));
        bars.Update(Bars.Daily(1, 20, 22, 18, 20, 7));
        Assert.Equal((11m, 22m, 11m, 20m, 7m), (bars.Open.Current.Value, bars.High.Current.Value, bars.Low.Current.Value, bars.Current.Value, bars.Volume.Current.Value));
    }

    [Fact]
    public void VolumeWeightedAveragePrice_TwoBars_WeighsByVolume()
    {
        var vwap = new VolumeWeightedAveragePriceIndicator(2);
        vwap.Update(Bars.Daily(0, 10, 10, 10, 10, 100));
        vwap.Update(Bars.Daily(1, 20, 20, 20, 20, 300));
        Assert.Equal(17.5m, vwap.Current.Value);
        vwap.Update(Bars.Daily(2, 30, 30, 30, 30, 100));
        Assert.Equal(22.5m, vwap.Current.Value);
    }

    [Fact]
    public void IntradayVwap_NextDay_StartsAnew()
    {
        var vwap = new IntradayVwap();
        var start = new DateTime(2020, 1, 2, 9, 30, 0);
        vwap.Update(new TradeBar(start, QuantConnect.Symbol.Empty, 10, 10, 10, 10, 100, QuantConnect.Time.OneHour));
        vwap.Update(new TradeBar(start.AddHours(1), QuantConnect.Symbol.Empty, 20, 20, 20, 20, 300, QuantConnect.Time.OneHour));
        Assert.Equal(17.5m, vwap.Current.Value);
        vwap.Update(new TradeBar(start.AddDays(1), QuantConnect.Symbol.Empty, 30, 30, 30, 30, 100, QuantConnect.Time.OneHour));
        Assert.Equal(30m, vwap.Current.Value);
    }
}
