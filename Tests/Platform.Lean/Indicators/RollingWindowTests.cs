using FsCheck;
using FsCheck.Fluent;
using QuantConnect.Indicators;

namespace LeanDeep.Tests.Platform.Lean.Indicators;

public sealed class RollingWindowTests
{
    [Fact]
    public void Window_AnyItems_HoldsTheNewestInReverseOrder() => Check.QuickThrowOnFailure(Prop.ForAll<PositiveInt, int[]>((size, items) =>
    {
        var window = new RollingWindow<int>(size.Get);
        foreach (var item in items)
            window.Add(item);

        var expected = items.Reverse().Take(size.Get).ToArray();
        return window.SequenceEqual(expected)
            && Enumerable.Range(0, expected.Length).All(i => window[i] == expected[i] && window[-1 - i] == expected[expected.Length - 1 - i])
            && window.Count == expected.Length
            && window.Samples == items.Length
            && window.IsReady == items.Length >= size.Get
            && (items.Length <= size.Get || window.MostRecentlyRemoved == items[items.Length - size.Get - 1]);
    }));

    [Fact]
    public void Size_Changed_KeepsTheNewest() => Check.QuickThrowOnFailure(Prop.ForAll<PositiveInt, PositiveInt, int[]>((before, after, items) =>
    {
        var window = new RollingWindow<int>(before.Get);
        foreach (var item in items)
            window.Add(item);
        window.Size = after.Get;
        window.Add(7);
        window.Add(8);

        var kept = items.Reverse().Take(before.Get).Take(after.Get);
        return window.SequenceEqual(new[] { 8, 7 }.Concat(kept).Take(after.Get));
    }));

    [Fact]
    public void Indexer_BeyondSize_GivesDefaultAndGrows()
    {
        var window = new RollingWindow<int>(2);
        window.Add(1);
        window.Add(2);
        window.Add(3);

        Assert.Equal(0, window[4]);
        Assert.Equal(5, window.Size);
        window[4] = 9;
        Assert.Equal([0, 0, 0, 3, 9], window);
    }

    [Fact]
    public void MostRecentlyRemoved_NothingRemoved_Throws()
    {
        var window = new RollingWindow<int>(2);
        window.Add(1);
        Assert.Throws<InvalidOperationException>(() => window.MostRecentlyRemoved);
    }

    [Fact]
    public void Indexer_TooNegative_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new RollingWindow<int>(2)[-3]);

    [Fact]
    public void Constructor_NegativeSize_Throws() => Assert.Throws<ArgumentException>(() => new RollingWindow<int>(-1));

    [Fact]
    public void Reset_AfterUse_IsAsNew()
    {
        var window = new RollingWindow<int>(2);
        for (var i = 0; i < 5; i++)
            window.Add(i);
        window.Reset();
        Assert.Empty(window);
        Assert.Equal(0, window.Samples);
        window.Add(1);
        Assert.Equal([1], window);
    }
}
