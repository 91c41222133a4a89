using LeanDeep.Models.Portfolio;

namespace LeanDeep.Models.Policies.Estimation;

/// <summary>Means and shrunk covariance of the last returns, session by session.</summary>
/// <remarks>An estimate depends on the sessions that were added and on nothing else. Estimating allocates only inside the covariance's kernel.</remarks>
public sealed class RollingMoments
{
    private readonly double[] _ring, _rows;

    /// <param name="assets">Assets, 1 or more.</param>
    /// <param name="window">Sessions, 3 or more.</param>
    public RollingMoments(int assets, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 3);
        (Assets, Window) = (assets, window);
        (_ring, _rows) = (new double[assets * window], new double[assets * window]);
    }

    public int Assets { get; }
    public int Window { get; }

    /// <summary>Sessions added so far.</summary>
    public int Sessions { get; private set; }

    /// <summary>Whether the window is full.</summary>
    public bool IsReady => Sessions >= Window;

    /// <param name="returns">(assets) of one session.</param>
    /// <exception cref="ArgumentException">The length is wrong, or a return is no number.</exception>
    public void Add(ReadOnlySpan<double> returns)
    {
        if (returns.Length != Assets) throw new ArgumentException($"expected {Assets} returns, found {returns.Length}", nameof(returns));
        foreach (var value in returns)
            if (!double.IsFinite(value)) throw new ArgumentException($"expected finite returns, found {value}", nameof(returns));
        returns.CopyTo(_ring.AsSpan(Sessions++ % Window * Assets));
    }

    /// <summary>Moments of the window, a session each.</summary>
    /// <param name="means">(assets) receives.</param>
    /// <param name="covariance">(assets, assets) receives; shrunk to its diagonal.</param>
    /// <returns>Share of the sample covariance that was kept off the diagonal.</returns>
    /// <exception cref="InvalidOperationException">The window is not full.</exception>
    public double Estimate(Span<double> means, Span<double> covariance)
    {
        if (!IsReady) throw new InvalidOperationException($"expected {Window} sessions, found {Sessions}");
        var head = Sessions % Window * Assets;
        _ring.AsSpan(head).CopyTo(_rows);
        _ring.AsSpan(0, head).CopyTo(_rows.AsSpan(_ring.Length - head));
        means.Clear();
        for (var i = 0; i < _rows.Length; i++) means[i % Assets] += _rows[i] / Window;
        var coefficient = DiagonalShrinkage.Coefficient(_rows, Assets);
        ShrunkCovariance.Estimate(_rows, coefficient, covariance);
        return coefficient;
    }
}
