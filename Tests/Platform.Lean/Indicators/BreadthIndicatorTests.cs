using LeanDeep.Tests.Platform.Lean.Engine;
using QuantConnect;
using QuantConnect.Data.Market;
using QuantConnect.Indicators;
using QuantConnect.Securities;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

/// <summary>Indicators of several symbols, with figures worked out by hand.</summary>
public sealed class BreadthIndicatorTests
{
    private static readonly Symbol[] Names = [.. new[] { "AAA", "BBB", "CCC" }.Select(x => Symbol.Create(x, SecurityType.Equity, Market.USA))];

    [Fact]
    public void AdvanceDecline_TwoRiseOneFalls_CountsNamesAndVolume()
    {
        var (ratio, difference, volume, arms) = (new AdvanceDeclineRatio(), new AdvanceDeclineDifference(), new AdvanceDeclineVolumeRatio(), new ArmsIndex());
        foreach (var name in Names)
        {
            ratio.Add(name);
            difference.Add(name);
            volume.Add(name);
            arms.Add(name);
        }
        Feed([10, 10, 10], [1, 1, 1], 0, ratio, difference, volume, arms);
        Assert.False(ratio.IsReady);
        Feed([11, 12, 9], [300, 100, 200], 1, ratio, difference, volume, arms);

        Assert.Equal(2m, ratio.Current.Value);
        Assert.Equal(1m, difference.Current.Value);
        Assert.Equal(2m, volume.Current.Value);
        Assert.Equal(1m, arms.Current.Value);

        // None falls: the ratios are what rises.
        Feed([12, 13, 9], [300, 100, 200], 2, ratio, difference, volume, arms);
        Assert.Equal(2m, ratio.Current.Value);
        Assert.Equal(400m, volume.Current.Value);
        Assert.Equal(0.005m, arms.Current.Value);
    }

    [Fact]
    public void NewHighsNewLows_TwoHighsOneLow_CountsNamesAndVolume()
    {
        var (count, volume) = (new NewHighsNewLows("highs", 2), new NewHighsNewLowsVolume("volume", 2));
        foreach (var name in Names)
        {
            count.Add(name);
            volume.Add(name);
        }
        decimal[][] days = [[10, 10, 10], [12, 9, 10], [13, 11, 8]];
        for (var day = 0; day < days.Length; day++)
        {
            Assert.False(count.IsReady);
            for (var i = 0; i < 3; i++)
            {
                var bar = Bar(i, days[day][i], 100 * (i + 1), day);
                count.Update(bar);
                volume.Update(bar);
            }
        }
        Assert.True(count.IsReady);
        Assert.Equal((1m, 2m, 1m), (count.Difference.Current.Value, count.Ratio.Current.Value, count.Current.Value));
        Assert.Equal(1m, volume.VolumeRatio.Current.Value);
    }

    [Fact]
    public void AdvanceDecline_NameMissing_WaitsForIt()
    {
        var difference = new AdvanceDeclineDifference();
        foreach (var name in Names) difference.Add(name);
        Feed([10, 10, 10], [1, 1, 1], 0, difference);
        difference.Update(Bar(0, 11, 1, 1));
        difference.Update(Bar(1, 11, 1, 1));
        Assert.Equal(0m, difference.Current.Value);
        difference.Update(Bar(2, 11, 1, 1));
        Assert.Equal(3m, difference.Current.Value);
    }

    [Fact]
    public void McClellan_ConstantDifference_SumsItsOscillator()
    {
        // Both rise each day: the difference is 2, both averages are 2, and the oscillator 0.
        var (oscillator, sum) = (new McClellanOscillator(2, 3), new McClellanSummationIndex(2, 3));
        foreach (var name in Names[..2])
        {
            oscillator.Add(name);
            sum.Add(name);
        }
        for (var day = 0; day < 6; day++) Feed([10 + day, 20 + day], [1, 1], day, oscillator, sum);
        Assert.Equal((2m, 2m, 0m), (oscillator.EMAFast.Current.Value, oscillator.EMASlow.Current.Value, oscillator.Current.Value));
        // Then both fall once: the averages move by 4 · 2/3 and 4 · 2/4.
        Feed([5, 5], [1, 1], 6, oscillator, sum);
        Assert.Equal(-2m / 3, oscillator.Current.Value, 20);
        // The sum has the 2 of the day on which only the fast average was ready.
        Assert.Equal(2 - 2m / 3, sum.Current.Value, 20);
        sum.Reset();
        Feed([1, 1], [1, 1], 7, sum);
        Assert.Equal(0m, sum.Current.Value);
    }

    [Fact]
    public void Alpha_TwiceTheReferencePlusAConstant_IsTheConstant()
    {
        using var data = new DataFolder();
        var hours = MarketHoursDatabase.FromFile(data.Full("market-hours/market-hours-database.json"));
        var alpha = MultiSymbolHours.Make(hours, () => new Alpha("alpha", Names[0], Names[1], 1, 4, 0m));
        var (target, reference) = (100.0, 100.0);
        double[] returns = [0.01, -0.02, 0.03, 0.01, -0.01, 0.02];
        Update(0);
        for (var day = 1; day <= returns.Length; day++)
        {
            reference *= 1 + returns[day - 1];
            target *= 1 + 2 * returns[day - 1] + 0.001;
            Update(day);
        }
        Assert.True(alpha.IsReady);
        Assert.Equal(0.001, (double)alpha.Current.Value, 9);
        Assert.Throws<ArgumentException>(() => alpha.Update(Bar(2, 1, 1, 9)));

        void Update(int day)
        {
            alpha.Update(Bar(0, (decimal)target, 1, day));
            alpha.Update(Bar(1, (decimal)reference, 1, day));
        }
    }

    private static void Feed(decimal[] closes, decimal[] volumes, int day, params TradeBarIndicator[] indicators)
    {
        for (var i = 0; i < closes.Length; i++)
            foreach (var indicator in indicators) indicator.Update(Bar(i, closes[i], volumes[i], day));
    }

    private static TradeBar Bar(int name, decimal close, decimal volume, int day) =>
        new(Bars.Start.AddDays(day), Names[name], close, close, close, close, volume, QuantConnect.Time.OneDay);
}
