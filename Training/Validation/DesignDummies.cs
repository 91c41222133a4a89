namespace LeanDeep.Training.Validation;

/// <summary>One factor of an experiment's design, such as the batch size.</summary>
/// <param name="Name">Of the factor.</param>
/// <param name="Levels">At least one; the first is the reference, without a column.</param>
public sealed record DesignFactor(string Name, IReadOnlyList<string> Levels);

/// <summary>The design matrix of a main-effects model: a constant, and for each factor a dummy for each level but the first.</summary>
public static class DesignDummies
{
    /// <summary>Names of the columns: the constant, then factor=level.</summary>
    public static IReadOnlyList<string> Names(IReadOnlyList<DesignFactor> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        return ["constant", .. factors.SelectMany(factor => factor.Levels.Skip(1).Select(level => $"{factor.Name}={level}"))];
    }

    /// <param name="factors">The design.</param>
    /// <param name="levels">(rows · factors) level of each factor, row after row.</param>
    /// <returns>(rows · columns) as <see cref="LeastSquares.Fit"/> takes it.</returns>
    /// <exception cref="ArgumentException">The length does not fit, or a level is not one of its factor's.</exception>
    public static double[] Columns(IReadOnlyList<DesignFactor> factors, ReadOnlySpan<int> levels)
    {
        ArgumentNullException.ThrowIfNull(factors);
        if (factors.Count == 0 || levels.Length % factors.Count != 0)
            throw new ArgumentException($"expected {factors.Count} levels a row, found {levels.Length} in all", nameof(levels));
        var width = Names(factors).Count;
        var rows = levels.Length / factors.Count;
        var x = new double[rows * width];
        for (var row = 0; row < rows; row++)
        {
            x[row * width] = 1;
            var column = row * width;
            for (var f = 0; f < factors.Count; f++)
            {
                var level = levels[row * factors.Count + f];
                if ((uint)level >= (uint)factors[f].Levels.Count)
                    throw new ArgumentException($"expected a level of {factors[f].Name} from 0 to {factors[f].Levels.Count - 1}, found {level} in row {row}", nameof(levels));
                if (level > 0)
                    x[column + level] = 1;
                column += factors[f].Levels.Count - 1;
            }
        }
        return x;
    }
}
