using LeanDeep.Training.Loop;

namespace LeanDeep.Tests.Training.Loop;

public sealed class DropoutMaskTests
{
    private static bool Drops(int place, int unit, double share) =>
        DropoutMask.Hash(DropoutMask.Key(seed: 3, place), DropoutMask.Salt(unit)) < DropoutMask.Threshold(share);

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    public void Hash_ManyUnits_DropsTheShareInRowsAndUnitsAlike(double share)
    {
        const int rows = 4000, units = 64;
        var (byRow, byUnit) = (new int[rows], new int[units]);
        var neighbours = 0;
        for (var row = 0; row < rows; row++)
            for (var unit = 0; unit < units; unit++)
                if (Drops(row, unit, share))
                {
                    byRow[row]++;
                    byUnit[unit]++;
                    if (Drops(row, unit + 1, share))
                        neighbours++;
                }

        var deviation = Math.Sqrt(share * (1 - share));
        Assert.Equal(share, byUnit.Sum() / (double)(rows * units), 4 * deviation / Math.Sqrt(rows * units));
        Assert.All(byUnit, count => Assert.Equal(share, count / (double)rows, 5 * deviation / Math.Sqrt(rows)));
        // As many dropped per row as of independent draws: the variance of a binomial.
        Assert.Equal(units * share * (1 - share), byRow.Average(count => Math.Pow(count - units * share, 2)), 0.1 * units * share * (1 - share));
        Assert.Equal(share * share, neighbours / (double)(rows * units), 4 * share / Math.Sqrt(rows * units));
    }

    [Fact]
    public void Threshold_NoShare_DropsNothing() => Assert.Equal(0u, DropoutMask.Threshold(0));
}
