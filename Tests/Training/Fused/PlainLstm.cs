using LeanDeep.Training.Fused;

namespace LeanDeep.Tests.Training.Fused;

/// <summary>An LSTM row by row and unit by unit, in double, with its derivative by the chain rule.</summary>
internal static class PlainLstm
{
    /// <returns>States, then the gradients of Σ given · states with respect to inputs, weights of inputs, weights of states, and both biases.</returns>
    public static double[][] Run(LstmLayout layout, float[] x, float[] wx, float[] wh, float[] bx, float[] bh, float[] given, bool reversed, bool newest)
    {
        var (steps, rows, inputs, units) = (layout.Steps, layout.Rows, layout.Inputs, layout.Units);
        double[][] results = [new double[given.Length], new double[x.Length], new double[wx.Length], new double[wh.Length], new double[bx.Length], new double[bh.Length]];
        for (var row = 0; row < rows; row++)
        {
            var (h, c, gates) = (new double[steps + 1, units], new double[steps + 1, units], new double[steps, 4 * units]);
            int X(int step) => ((reversed ? steps - 1 - step : step) * rows + row) * inputs;
            int H(int step) => newest ? step == steps - 1 ? row * units : -1 : ((reversed ? steps - 1 - step : step) * rows + row) * units;
            for (var step = 0; step < steps; step++)
            {
                for (var z = 0; z < 4 * units; z++)
                {
                    double sum = (double)bx[z] + bh[z];
                    for (var k = 0; k < inputs; k++) sum += wx[z * inputs + k] * x[X(step) + k];
                    for (var k = 0; k < units; k++) sum += wh[z * units + k] * h[step, k];
                    gates[step, z] = z / units == 2 ? Math.Tanh(sum) : 1 / (1 + Math.Exp(-sum));
                }
                for (var u = 0; u < units; u++)
                {
                    c[step + 1, u] = gates[step, units + u] * c[step, u] + gates[step, u] * gates[step, 2 * units + u];
                    h[step + 1, u] = gates[step, 3 * units + u] * Math.Tanh(c[step + 1, u]);
                    if (H(step) >= 0) results[0][H(step) + u] = h[step + 1, u];
                }
            }
            var (dh, dc) = (new double[units], new double[units]);
            for (var step = steps - 1; step >= 0; step--)
            {
                var dz = new double[4 * units];
                for (var u = 0; u < units; u++)
                {
                    if (H(step) >= 0) dh[u] += given[H(step) + u];
                    var (i, f, g, o) = (gates[step, u], gates[step, units + u], gates[step, 2 * units + u], gates[step, 3 * units + u]);
                    var tanh = Math.Tanh(c[step + 1, u]);
                    dc[u] += dh[u] * o * (1 - tanh * tanh);
                    (dz[u], dz[units + u]) = (dc[u] * g * i * (1 - i), dc[u] * c[step, u] * f * (1 - f));
                    (dz[2 * units + u], dz[3 * units + u]) = (dc[u] * i * (1 - g * g), dh[u] * tanh * o * (1 - o));
                    dc[u] *= f;
                    dh[u] = 0;
                }
                for (var z = 0; z < 4 * units; z++)
                {
                    for (var k = 0; k < inputs; k++)
                    {
                        results[1][X(step) + k] += dz[z] * wx[z * inputs + k];
                        results[2][z * inputs + k] += dz[z] * x[X(step) + k];
                    }
                    for (var k = 0; k < units; k++)
                    {
                        dh[k] += dz[z] * wh[z * units + k];
                        results[3][z * units + k] += dz[z] * h[step, k];
                    }
                    results[4][z] += dz[z];
                    results[5][z] += dz[z];
                }
            }
        }
        return results;
    }
}
