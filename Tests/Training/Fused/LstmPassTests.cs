using LeanDeep.Training.Fused;

namespace LeanDeep.Tests.Training.Fused;

/// <summary>The LSTM kernels against a plain loop in double, at every width, forward and backward.</summary>
public sealed unsafe class LstmPassTests
{
    [Theory]
    [InlineData(5, 21, 2, 6, false, false)]
    [InlineData(4, 16, 1, 16, true, false)]
    [InlineData(3, 40, 3, 19, false, true)]
    public void Pass_EveryWidth_IsThatOfAPlainLoop(int steps, int rows, int inputs, int units, bool reversed, bool newest)
    {
        var random = new Random(steps);
        float[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)(0.8 * Rows.Normal(random)))];
        var (x, wx, wh) = (Draw(steps * rows * inputs), Draw(4 * units * inputs), Draw(4 * units * units));
        var (bx, bh, given) = (Draw(4 * units), Draw(4 * units), Draw((newest ? 1 : steps) * rows * units));
        var expected = PlainLstm.Run(new LstmLayout(steps, rows, inputs, units, LaneWidth.Scalar), x, wx, wh, bx, bh, given, reversed, newest);
        float[][]? first = null;
        foreach (var width in Enum.GetValues<LaneWidth>().Where(width => width <= LaneWidths.Widest))
        {
            var layout = new LstmLayout(steps, rows, inputs, units, width);
            float[][] found = [new float[given.Length], new float[x.Length], new float[wx.Length], new float[wh.Length], new float[bx.Length], new float[bh.Length]];
            var (kept, alone) = (new float[layout.Blocks * layout.Block], new float[given.Length]);
            var pass = LstmPass.Of(layout);
            fixed (float* input = x, states = found[0], k = kept, g = given, dx = found[1], a = alone)
            {
                pass.Forward(new LstmParameters(wx, wh, bx, bh), input, reversed, k, states, newest);
                pass.Backward(new LstmParameters(wx, wh, bx, bh), k, reversed, g, newest, dx, new LstmParameters(found[2], found[3], found[4], found[5]));
                pass.Forward(new LstmParameters(wx, wh, bx, bh), input, reversed, null, a, newest);
            }
            Assert.Equal(found[0], alone);
            foreach (var (theirs, ours) in expected.Zip(found))
            {
                var scale = theirs.Max(Math.Abs);
                for (var i = 0; i < theirs.Length; i++) Assert.True(Math.Abs(theirs[i] - ours[i]) <= 2e-6 * scale, $"{width}: expected {theirs[i]}, found {ours[i]}");
            }
            first ??= found;
            foreach (var (one, other) in first.Zip(found)) Assert.Equal(one, other);
        }
    }
}
