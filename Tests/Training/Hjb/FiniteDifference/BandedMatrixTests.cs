using LeanDeep.Training.Hjb.FiniteDifference;
using MathNet.Numerics.LinearAlgebra;

namespace LeanDeep.Tests.Training.Hjb.FiniteDifference;

public class BandedMatrixTests
{
    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(12, 1, 1)]
    [InlineData(40, 5, 2)]
    [InlineData(40, 3, 9)]
    [InlineData(7, 6, 6)]
    public void Solve_RandomBand_AgreesWithDenseLu(int size, int below, int above)
    {
        var random = new Random(7);
        var (banded, dense) = (new BandedMatrix(size, below, above), Matrix<double>.Build.Dense(size, size));
        for (var i = 0; i < size; i++)
            for (var j = Math.Max(0, i - below); j <= Math.Min(size - 1, i + above); j++)
                banded[i, j] = dense[i, j] = random.NextDouble() - 0.5;
        var right = Vector<double>.Build.Dense(size, _ => random.NextDouble());
        var x = right.ToArray();
        Assert.True(banded.Factor());
        banded.Solve(x);
        Assert.InRange((Vector<double>.Build.DenseOfArray(x) - dense.LU().Solve(right)).InfinityNorm(), 0, 1e-9);
    }

    [Fact]
    public void Factor_Singular_SaysFalse()
    {
        var matrix = new BandedMatrix(3, 1, 1);
        matrix[0, 0] = matrix[0, 1] = matrix[1, 0] = matrix[1, 1] = 1;
        matrix[2, 2] = double.NaN;
        Assert.False(matrix.Factor());
    }
}
