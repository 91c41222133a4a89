namespace LeanDeep.Training.Analysis;

/// <summary>Sums of returns in the cells that days, quantiles and sectors make.</summary>
internal sealed class QuantileCells
{
    private readonly FactorPanel _panel;
    private readonly HorizonReturns _returns;
    private readonly int _quantiles;
    private readonly int[] _count; // (days · quantiles)
    private readonly double[] _sum, _squares; // about the day's mean
    private readonly int[] _sectorCount; // (sectors · quantiles)
    private readonly double[] _sectorSum; // about the sector's mean of the day

    public QuantileCells(FactorPanel panel, HorizonReturns returns, byte[] cut, int quantiles)
    {
        (_panel, _returns, _quantiles) = (panel, returns, quantiles);
        var sectors = panel.SectorNames.Count;
        (_count, _sum, _squares) = (new int[panel.DayCount * quantiles], new double[panel.DayCount * quantiles], new double[panel.DayCount * quantiles]);
        (_sectorCount, _sectorSum) = (new int[sectors * quantiles], new double[sectors * quantiles]);
        var (mean, rows) = (new double[sectors], new int[sectors]);
        for (var day = 0; day < panel.DayCount; day++)
        {
            var (first, next) = (panel.Starts[day], panel.Starts[day + 1]);
            Array.Clear(mean);
            Array.Clear(rows);
            for (var row = first; row < next; row++)
                if (returns.Values[row] is var value && !double.IsNaN(value))
                {
                    mean[panel.Sectors[row]] += value;
                    rows[panel.Sectors[row]]++;
                }
            for (var sector = 0; sector < sectors; sector++)
                mean[sector] /= rows[sector];
            for (var row = first; row < next; row++)
            {
                var value = returns.Values[row];
                if (cut[row] == 0 || double.IsNaN(value))
                    continue;
                var cell = day * quantiles + cut[row] - 1;
                var d = value - returns.Mean[day];
                _count[cell]++;
                _sum[cell] += d;
                _squares[cell] += d * d;
                var sectorCell = panel.Sectors[row] * quantiles + cut[row] - 1;
                _sectorCount[sectorCell]++;
                _sectorSum[sectorCell] += value - mean[panel.Sectors[row]];
            }
        }
    }

    public QuantileReturns Raw() => Returns(day => _returns.Mean[day]);

    public QuantileReturns Demeaned() => Returns(_ => 0);

    /// <summary>Highest less lowest quantile by day, its error, and its mean as a rate per session.</summary>
    public (double[] Spread, double[] Error, double PerSession) Spread()
    {
        var (spread, error) = (new double[_panel.DayCount], new double[_panel.DayCount]);
        var (sum, days) = (0.0, 0);
        for (var day = 0; day < spread.Length; day++)
        {
            var (top, bottom) = (day * _quantiles + _quantiles - 1, day * _quantiles);
            spread[day] = _sum[top] / _count[top] - _sum[bottom] / _count[bottom];
            error[day] = Math.Sqrt(SquaredError(top) + SquaredError(bottom));
            if (double.IsNaN(spread[day]))
                continue;
            // Of demeaned means, as Alphalens has it.
            sum += HorizonReport.PerSession(_sum[top] / _count[top], _returns.Horizon) - HorizonReport.PerSession(_sum[bottom] / _count[bottom], _returns.Horizon);
            days++;
        }
        return (spread, error, sum / days);
    }

    public int SectorRows(int sector) => Enumerable.Range(0, _quantiles).Sum(q => _sectorCount[sector * _quantiles + q]);

    public double[] SectorMeans(int sector) => [.. Enumerable.Range(0, _quantiles).Select(q => _sectorSum[sector * _quantiles + q] / _sectorCount[sector * _quantiles + q])];

    private double SquaredError(int cell)
    {
        double n = _count[cell];
        return Math.Max(0, _squares[cell] - _sum[cell] * _sum[cell] / n) / (n - 1) / n;
    }

    private QuantileReturns Returns(Func<int, double> offset)
    {
        var result = new QuantileReturns(new double[_quantiles], new double[_quantiles], new double[_quantiles][]);
        for (var q = 0; q < _quantiles; q++)
        {
            var daily = result.Daily[q] = new double[_panel.DayCount];
            var (days, sum, squares) = (0, 0.0, 0.0);
            for (var day = 0; day < daily.Length; day++)
            {
                var cell = day * _quantiles + q;
                daily[day] = offset(day) + _sum[cell] / _count[cell];
                if (_count[cell] == 0)
                    continue;
                days++;
                sum += daily[day];
            }
            result.Mean[q] = sum / days;
            foreach (var value in daily)
                if (!double.IsNaN(value))
                    squares += (value - result.Mean[q]) * (value - result.Mean[q]);
            result.StandardError[q] = Math.Sqrt(squares / (days - 1) / days);
        }
        return result;
    }
}
