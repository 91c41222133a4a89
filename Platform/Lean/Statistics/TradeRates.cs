namespace QuantConnect.Statistics;

/// <summary>Average wins and losses of transactions, each as a fraction of the capital that was there before it. Results are added in order of time.</summary>
/// <param name="capital">At the start, not zero.</param>
internal struct TradeRates(decimal capital)
{
    private decimal _capital = capital, _won, _lost;

    public int Wins { get; private set; }

    public int Losses { get; private set; }

    public readonly decimal AverageWin => Wins == 0 ? 0 : _won / Wins;

    public readonly decimal AverageLoss => Losses == 0 ? 0 : _lost / Losses;

    public static TradeRates Of(IEnumerable<decimal> results, decimal capital)
    {
        var rates = new TradeRates(capital);
        foreach (var result in results) rates.Add(result);
        return rates;
    }

    /// <exception cref="ArithmeticException">Earlier results have used all of the capital up.</exception>
    public void Add(decimal result)
    {
        if (result > 0)
        {
            _won += result / _capital;
            Wins++;
        }
        else
        {
            _lost += result / _capital;
            Losses++;
        }
        _capital += result;
    }
}
