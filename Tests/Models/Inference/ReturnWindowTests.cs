using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;

namespace LeanDeep.Tests.Models.Inference;

public sealed class ReturnWindowTests
{
    private static void Session(ReturnWindow window, params (int Name, double Close)[] bars)
    {
        window.BeginSession();
        foreach (var (name, close) in bars) window.Add(name, close, close, close, close, 100);
        window.EndSession();
    }

    /// <summary>A session without a bar counts as no change, and the next return spans the gap; nothing comes from later bars.</summary>
    [Fact]
    public void Window_GapsAndLateNames_AreNeverFilledFromLater()
    {
        var window = new ReturnWindow([new ReturnChannel()], 3, 2);
        var values = new double[window.Size];
        Session(window, (0, 10));
        Session(window, (0, 11));
        Session(window, (1, 20));
        Session(window, (0, 22), (1, 25));
        window.CopyTo(values);
        Assert.Equal([11 / 10.0 - 1, 0, 0, 0, 1, 0.25], values);
        Assert.True(window.IsComplete(0));
        Assert.False(window.IsComplete(1));
        Session(window, (1, 25));
        Assert.False(window.IsComplete(0)); // no bar today
        Session(window, (0, 22), (1, 50));
        Assert.True(window.IsComplete(0) && window.IsComplete(1));
        window.CopyTo(values);
        Assert.Equal([1, 0.25, 0, 0, 0, 1], values);
    }

    [Fact]
    public void Window_ValueThatIsNotPositive_HasNoReturnNorHasItsSuccessor()
    {
        var window = new ReturnWindow([new ReturnChannel(BarField.Close, ReturnScale.Log), new ReturnChannel(BarField.Volume)], 1, 1);
        var values = new double[2];
        void Bar(double close, double volume)
        {
            window.BeginSession();
            window.Add(0, close, close, close, close, volume);
            window.EndSession();
            window.CopyTo(values);
        }
        Bar(10, 100);
        Bar(20, 150);
        Assert.Equal([Math.Log(2), 0.5], values);
        Bar(20, 0);
        Assert.False(window.IsComplete(0));
        Assert.Equal([0.0, 0], values);
        Bar(20, 10);
        Assert.False(window.IsComplete(0));
        Bar(20, 20);
        Assert.True(window.IsComplete(0));
        Assert.Equal([0.0, 1], values);
    }

    [Fact]
    public void Session_AfterConstruction_AllocatesNothing()
    {
        var window = new ReturnWindow([new ReturnChannel()], 20, 5);
        var values = new double[window.Size];
        Session(window, (0, 10));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 1; i < 100; i++)
        {
            window.BeginSession();
            window.Add(0, i, i, i, i, i);
            window.EndSession();
            window.CopyTo(values);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Channel_AsAFeatureAndBack_IsTheSame()
    {
        foreach (var field in Enum.GetValues<BarField>())
            foreach (var scale in Enum.GetValues<ReturnScale>())
                Assert.Equal(new ReturnChannel(field, scale), ReturnChannel.From(new ReturnChannel(field, scale).Definition, "manifest.json"));
        Assert.Equal("return(field=close, scale=simple)", new ReturnChannel().Definition.ToString());
        Assert.Contains("manifest.json: expected return(field=", Assert.Throws<InvalidDataException>(
            () => ReturnChannel.From(new FeatureDefinition("rsi", new Dictionary<string, string>()), "manifest.json")).Message, StringComparison.Ordinal);
    }
}
