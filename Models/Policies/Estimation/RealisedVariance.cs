namespace LeanDeep.Models.Policies.Estimation;

/// <summary>Σr²·(sessions a year)/n of the last n log returns: variance a year, without a mean, as that of a session is far below its deviation.</summary>
/// <remarks>Source: Andersen, Bollerslev, Diebold and Labys (2003), Econometrica 71.</remarks>
public sealed class RealisedVariance
{
    private readonly double[] _squares;
    private readonly double _perYear;
    private int _count;

    /// <param name="window">Returns, 1 or more.</param>
    /// <param name="perYear">Returns a year.</param>
    public RealisedVariance(int window, double perYear = 252)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        if (!(perYear > 0 && double.IsFinite(perYear))) throw new ArgumentException($"expected a positive number, found {perYear}", nameof(perYear));
        (_squares, _perYear) = (new double[window], perYear);
    }

    public bool IsReady => _count >= _squares.Length;

    /// <summary>Of the window; NaN until it is full.</summary>
    public double Value
    {
        get
        {
            if (!IsReady) return double.NaN;
            var sum = 0.0;
            foreach (var square in _squares) sum += square;
            return sum * _perYear / _squares.Length;
        }
    }

    /// <exception cref="ArgumentException">Not a number.</exception>
    public void Add(double logReturn)
    {
        if (!double.IsFinite(logReturn)) throw new ArgumentException($"expected a finite return, found {logReturn}", nameof(logReturn));
        _squares[_count++ % _squares.Length] = logReturn * logReturn;
    }
}
