using LeanDeep.Training.Loop;

namespace LeanDeep.Tests.Training.Loop;

public sealed class RowOrderTests
{
    [Fact]
    public void Draw_Rows_AreAllThereInAnOrderOfTheSeed()
    {
        int[] rows = [.. Enumerable.Range(100, 1000)];
        int[] first = new int[1000], again = new int[1000], other = new int[1000];
        RowOrder.Draw(rows, first, seed: 1);
        RowOrder.Draw(rows, again, seed: 1);
        RowOrder.Draw(rows, other, seed: 2);

        Assert.Equal(rows, first.Order());
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.NotEqual(rows, first);
    }

    [Fact]
    public void Draw_FourRows_EveryOrderIsEquallyLikely()
    {
        const int draws = 24_000;
        var counts = new Dictionary<string, int>();
        var order = new int[4];
        for (var seed = 0; seed < draws; seed++)
        {
            RowOrder.Draw([1, 2, 3, 4], order, SeedSequence.Derive(5, seed));
            var key = string.Concat(order);
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }

        Assert.Equal(24, counts.Count);
        var chiSquared = counts.Values.Sum(count => Math.Pow(count - draws / 24.0, 2) / (draws / 24.0));
        Assert.InRange(chiSquared, 9, 45); // 23 degrees of freedom: outside with probability below 1 %
    }
}
