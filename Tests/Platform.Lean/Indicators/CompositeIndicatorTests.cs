using QuantConnect.Data.Market;
using QuantConnect.Indicators;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

public sealed class CompositeIndicatorTests
{
    private readonly Identity _left = new("left");
    private readonly Identity _right = new("right");

    [Fact]
    public void Plus_OneSideUpdated_WaitsForTheOther()
    {
        var sum = _left.Plus(_right);
        Update(_left, 1, 2);
        Assert.Equal(0, sum.Samples);
        Update(_right, 1, 3);
        Assert.Equal(5m, sum.Current.Value);
        Update(_right, 2, 4);
        Assert.Equal(5m, sum.Current.Value);
        Update(_left, 2, 10);
        Assert.Equal(14m, sum.Current.Value);
        Assert.Equal("COMPOSE(left,right)", sum.Name);
    }

    [Fact]
    public void Times_Constant_FollowsTheOtherAlone()
    {
        var product = _left.Times(3m);
        Update(_left, 1, 2);
        Assert.Equal(6m, product.Current.Value);
        Assert.True(product.IsReady);
    }

    [Fact]
    public void Over_Zero_GivesNoNewValue()
    {
        var quotient = _left.Over(_right);
        Update(_left, 1, 6);
        Update(_right, 1, 2);
        Update(_left, 2, 9);
        Update(_right, 2, 0);
        Assert.Equal(3m, quotient.Current.Value);
    }

    [Fact]
    public void WeightedBy_TwoPairs_IsTheWeightedMean()
    {
        var mean = _left.WeightedBy(_right, 2);
        Update(_left, 1, 10);
        Update(_right, 1, 1);
        Update(_left, 2, 20);
        Update(_right, 2, 3);
        Assert.Equal(17.5m, mean.Current.Value);
    }

    [Fact]
    public void Of_FirstNotReady_HoldsBackUnlessTold()
    {
        var source = new SimpleMovingAverage(2);
        var waiting = new SimpleMovingAverage(2).Of(source);
        var eager = new SimpleMovingAverage(2).Of(source, waitForFirstToReady: false);
        MovingAverageTests.Feed(source, 1, 3);
        Assert.Equal(1, waiting.Samples);
        Assert.Equal(2, eager.Samples);
        Assert.Equal(1.5m, eager.Current.Value);
    }

    [Fact]
    public void Operators_Numbers_CompareTheValue()
    {
        Update(_left, 1, 2.5m);
        Assert.True(_left > 2);
        Assert.True(_left >= 2.5);
        Assert.True(3L > _left);
        Assert.True(_left == 2.5f);
        Assert.True(_left != 2);
        Assert.False(_left < 2.5);
        Assert.False((IndicatorBase)null > 1);
        Assert.True(_left.Equals(2.5m));
        decimal value = _left;
        Assert.Equal(2.5m, value);
    }

    [Fact]
    public void Update_WrongKindOfInput_Throws()
    {
        Assert.Throws<ArgumentException>(() => new OnBalanceVolume().Update(new QuoteBar()));
        Assert.Throws<NotSupportedException>(() => new TrueRange().Update(Bars.Start, 1));
    }

    [Fact]
    public void Window_OlderValueAskedFor_GrowsFromThenOn()
    {
        MovingAverageTests.Feed(_left, 1, 2, 3);
        Assert.Equal(3m, _left[0].Value);
        Assert.Equal(2m, _left.Previous.Value);
        Assert.Null(_left[3]);
        MovingAverageTests.Feed(_left, 4);
        _left.Update(Bars.Start.AddDays(5), 5);
        Assert.Equal(3m, _left[1].Value);
        Assert.Equal(4, _left.Window.Size);
    }

    [Fact]
    public void ToString_Value_HasUpToFiveDecimals()
    {
        Update(_left, 1, 1.23456789m);
        Assert.Equal("1.23457", _left.ToString());
        Assert.Equal("left - 1.23457", _left.ToDetailedString());
    }

    private static void Update(Identity indicator, int day, decimal value) => indicator.Update(Bars.Start.AddDays(day), value);
}
