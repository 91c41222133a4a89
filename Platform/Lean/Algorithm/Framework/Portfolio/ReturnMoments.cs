namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Moments of a (times, assets) matrix of returns.</summary>
internal static class ReturnMoments
{
    /// <returns>(assets) means.</returns>
    public static double[] Mean(double[,] returns)
    {
        var (times, assets) = (returns.GetLength(0), returns.GetLength(1));
        var mean = new double[assets];
        for (var t = 0; t < times; t++)
            for (var i = 0; i < assets; i++) mean[i] += returns[t, i];
        for (var i = 0; i < assets; i++) mean[i] /= times;
        return mean;
    }

    /// <returns>(assets, assets) sample covariance, over times − 1.</returns>
    public static double[,] Covariance(double[,] returns)
    {
        var (times, assets) = (returns.GetLength(0), returns.GetLength(1));
        var mean = Mean(returns);
        var covariance = new double[assets, assets];
        for (var i = 0; i < assets; i++)
            for (var j = i; j < assets; j++)
            {
                var sum = 0.0;
                for (var t = 0; t < times; t++) sum += (returns[t, i] - mean[i]) * (returns[t, j] - mean[j]);
                covariance[i, j] = covariance[j, i] = sum / (times - 1);
            }
        return covariance;
    }
}
