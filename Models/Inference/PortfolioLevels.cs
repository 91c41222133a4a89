namespace LeanDeep.Models.Inference;

/// <summary>Levels of portfolios whose equal weights are restored every session: each session's return is the mean of the members that trade on it and have a close
/// before it. What an allocator over portfolios reads in place of prices.</summary>
/// <remarks>The level is 1 on the first session. Nothing is allocated after construction.</remarks>
public sealed class PortfolioLevels
{
    private readonly int[] _owner; // (tickers) portfolio
    private readonly double[] _last; // (tickers) last close
    private readonly double[] _sums, _levels;
    private readonly int[] _counts;
    private readonly bool[] _trades;

    /// <param name="sizes">(portfolios) members of each; tickers are counted through in their order.</param>
    public PortfolioLevels(IReadOnlyList<int> sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        _owner = [.. sizes.SelectMany((size, portfolio) => Enumerable.Repeat(portfolio, size))];
        _last = new double[_owner.Length];
        Array.Fill(_last, double.NaN);
        (_sums, _levels, _counts, _trades) = (new double[sizes.Count], new double[sizes.Count], new int[sizes.Count], new bool[sizes.Count]);
        Array.Fill(_levels, 1);
    }

    public void BeginSession()
    {
        Array.Clear(_sums);
        Array.Clear(_counts);
        Array.Clear(_trades);
    }

    /// <summary>A ticker's close of this session.</summary>
    public void Add(int ticker, double close)
    {
        var now = close > 0 && double.IsFinite(close) ? close : double.NaN;
        var change = now / _last[ticker] - 1;
        _last[ticker] = now;
        _trades[_owner[ticker]] = true;
        if (double.IsNaN(change)) return;
        _sums[_owner[ticker]] += change;
        _counts[_owner[ticker]]++;
    }

    public void EndSession()
    {
        for (var portfolio = 0; portfolio < _levels.Length; portfolio++)
            if (_counts[portfolio] > 0) _levels[portfolio] *= 1 + _sums[portfolio] / _counts[portfolio];
    }

    /// <summary>Whether a member had a close on the last session.</summary>
    public bool Trades(int portfolio) => _trades[portfolio];

    /// <summary>After the last session.</summary>
    public double Level(int portfolio) => _levels[portfolio];
}
