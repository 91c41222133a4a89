using System.Numerics;

namespace LeanDeep.Training.Validation;

/// <summary>How often the strategy that is best on one half of the time is below the median on the other: the probability of backtest
/// overfitting (PBO) by combinatorially symmetric cross-validation.</summary>
/// <param name="Blocks">S, blocks of periods.</param>
/// <param name="SkippedPeriods">Oldest periods left out so that all blocks have one length.</param>
/// <param name="Logits">(C(S, S/2)) λ = ln(ω/(1−ω)), ω the chosen strategy's rank out of sample over N + 1; halves in lexicographic order.</param>
/// <param name="Selected">(halves) the strategy with the best Sharpe ratio in sample, the first of equals.</param>
/// <param name="InSample">(halves) its ratio per period there.</param>
/// <param name="OutOfSample">(halves) its ratio per period on the other half.</param>
/// <remarks>Source: Bailey, Borwein, López de Prado and Zhu (2017), "The Probability of Backtest Overfitting".</remarks>
public sealed record BacktestOverfitting(
    int Blocks, int SkippedPeriods, IReadOnlyList<double> Logits, IReadOnlyList<int> Selected, IReadOnlyList<double> InSample, IReadOnlyList<double> OutOfSample)
{
    /// <summary>PBO: share of logits at or below 0.</summary>
    public double Probability => Share(Logits, logit => logit <= 0);

    /// <summary>Share of logits below 0; differs from <see cref="Probability"/> where the number of strategies is odd.</summary>
    public double StrictProbability => Share(Logits, logit => logit < 0);

    /// <summary>Share of halves where the chosen strategy lost out of sample.</summary>
    public double ProbabilityOfLoss => Share(OutOfSample, ratio => ratio < 0);

    /// <summary>Least-squares line of out-of-sample on in-sample ratios; a slope below 0 says that a better fit does worse.</summary>
    public (double Intercept, double Slope) Degradation => MathNet.Numerics.LinearRegression.SimpleRegression.Fit([.. InSample], [.. OutOfSample]);

    /// <param name="returns">(strategies)(periods) of equal length; at least 2 strategies.</param>
    /// <param name="blocks">S, even, from 2 to 24; a block needs at least two periods.</param>
    /// <exception cref="ArgumentException">Fewer than two strategies, unequal lengths, a return that is not finite, or blocks that do not fit.</exception>
    public static BacktestOverfitting Of(IReadOnlyList<double[]> returns, int blocks)
    {
        ArgumentNullException.ThrowIfNull(returns);
        if (returns.Count < 2)
            throw new ArgumentException($"expected at least 2 strategies, found {returns.Count}", nameof(returns));
        if (blocks is < 2 or > 24 || blocks % 2 != 0)
            throw new ArgumentException($"expected an even number from 2 to 24, found {blocks}", nameof(blocks));
        var periods = returns[0].Length;
        var length = periods / blocks;
        if (length < 2)
            throw new ArgumentException($"expected at least {2 * blocks} periods for {blocks} blocks, found {periods}", nameof(returns));
        var skipped = periods - length * blocks;
        var moments = BlockMoments.Of(returns, blocks, length, skipped);

        // Bit i of a half is block i.
        var halves = Combinations.Of(blocks, blocks / 2).Select(chosen => chosen.Aggregate(0, (set, block) => set | 1 << block)).ToArray();
        var result = new BacktestOverfitting(blocks, skipped, new double[halves.Length], new int[halves.Length], new double[halves.Length], new double[halves.Length]);
        var (inSample, outOfSample) = (new double[returns.Count], new double[returns.Count]);
        for (var h = 0; h < halves.Length; h++)
        {
            moments.Ratios(halves[h], inSample);
            moments.Ratios(~halves[h] & ((1 << blocks) - 1), outOfSample);
            var best = 0;
            for (var n = 1; n < inSample.Length; n++)
                if (inSample[n] > inSample[best])
                    best = n;
            var omega = Rank(outOfSample, best) / (outOfSample.Length + 1);
            ((double[])result.Logits)[h] = Math.Log(omega / (1 - omega));
            ((int[])result.Selected)[h] = best;
            ((double[])result.InSample)[h] = inSample[best];
            ((double[])result.OutOfSample)[h] = outOfSample[best];
        }
        return result;
    }

    // 1 for the worst; equal ones share the mean of their ranks.
    private static double Rank(double[] values, int of)
    {
        double below = 0, equal = 0;
        foreach (var value in values)
            if (value < values[of])
                below++;
            else if (value == values[of])
                equal++;
        return below + 0.5 * (equal + 1);
    }

    private static double Share<T>(IReadOnlyList<T> values, Func<T, bool> counts) => (double)values.Count(counts) / values.Count;

    /// <summary>Sums and squares of each strategy in each block, about the strategy's own mean, so that the ratio of any half is a few additions.</summary>
    private sealed class BlockMoments(double[] means, double[][] sums, double[][] squares, int length)
    {
        public static BlockMoments Of(IReadOnlyList<double[]> returns, int blocks, int length, int skipped)
        {
            var means = new double[returns.Count];
            var (sums, squares) = (new double[blocks][], new double[blocks][]);
            for (var b = 0; b < blocks; b++)
                (sums[b], squares[b]) = (new double[returns.Count], new double[returns.Count]);
            for (var n = 0; n < returns.Count; n++)
            {
                if (returns[n].Length != returns[0].Length)
                    throw new ArgumentException($"expected {returns[0].Length} periods, found {returns[n].Length} of strategy {n}", nameof(returns));
                means[n] = NeweyWest.Mean(returns[n].AsSpan(skipped));
                for (var t = skipped; t < returns[n].Length; t++)
                {
                    var d = returns[n][t] - means[n];
                    if (!double.IsFinite(d))
                        throw new ArgumentException($"expected finite returns, found {returns[n][t]} of strategy {n} in period {t}", nameof(returns));
                    sums[(t - skipped) / length][n] += d;
                    squares[(t - skipped) / length][n] += d * d;
                }
            }
            return new BlockMoments(means, sums, squares, length);
        }

        /// <summary>Mean over deviation (n − 1) of each strategy on the blocks of a set; −∞ where it did not vary.</summary>
        public void Ratios(int set, double[] ratios)
        {
            var count = (double)length * BitOperations.PopCount((uint)set);
            for (var n = 0; n < ratios.Length; n++)
            {
                double sum = 0, square = 0;
                for (var rest = set; rest != 0; rest &= rest - 1)
                {
                    var block = BitOperations.TrailingZeroCount(rest);
                    sum += sums[block][n];
                    square += squares[block][n];
                }
                var variance = (square - sum * sum / count) / (count - 1);
                ratios[n] = variance > 0 ? (means[n] + sum / count) / Math.Sqrt(variance) : double.NegativeInfinity;
            }
        }
    }
}
