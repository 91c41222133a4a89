using System.Runtime.InteropServices;

namespace LeanDeep.Models.Policies.Estimation;

/// <summary>Sharpe ratios of one or several assets and the process that they follow, from returns session by session.</summary>
/// <remarks>Predictor z = mean log price of the past window less log price: cheap against its own past. Excess returns of a step are regressed on it (assets share b and φ,
/// each has its own mean); b is corrected for its bias where the options say so and not let below 0 (Campbell and Thompson, 2008); long-run means are Bayes–Stein's, the covariance is shrunk to its
/// diagonal. As φ is shared, X = Σ_S⁻¹(μ − r) reverts with one κ, and the shocks' Xᵢ are taken as independent. An estimate reads the sessions added so far and no other.
/// The approach: Barberis (2000); Campbell and Viceira (1999).</remarks>
public sealed class SharpeEstimator
{
    /// <summary>Deviation of a Sharpe ratio that does not move, as far as a policy can tell.</summary>
    private const double LeastDeviation = 1e-3;

    private readonly SharpeEstimatorOptions _options;
    private readonly RollingMoments _moments;
    private readonly double[] _price, _ring, _windowSum, _recorded, _means, _covariance, _predictor;
    private readonly List<double> _predictors = [], _returns = [];
    private int _sessions;

    /// <param name="assets">Assets, 1 or more.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SharpeEstimator(int assets, SharpeEstimatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        (Assets, _options, _moments) = (assets, options, new RollingMoments(assets, options.MomentsWindow));
        _ring = new double[assets * options.PredictorWindow];
        (_price, _windowSum, _recorded) = (new double[assets], new double[assets], new double[assets]);
        (_means, _predictor, _covariance) = (new double[assets], new double[assets], new double[assets * assets]);
    }

    public int Assets { get; }

    /// <summary>Steps of the predictor seen so far.</summary>
    public int Steps => Math.Max(0, _predictors.Count / Assets - 1);

    /// <summary>Whether there is history enough.</summary>
    public bool IsReady => Steps >= _options.MinimumSteps && _moments.IsReady;

    /// <summary>The last estimate's regression.</summary>
    public PredictiveRegression Regression { get; private set; }

    /// <summary>The last estimate's b, corrected where that is asked for, and not below 0.</summary>
    public double Slope { get; private set; }

    /// <param name="returns">(assets) simple returns of a session, above −1.</param>
    public void Add(ReadOnlySpan<double> returns)
    {
        _moments.Add(returns);
        var (window, place) = (_options.PredictorWindow, _sessions++ % _options.PredictorWindow * Assets);
        for (var i = 0; i < Assets; i++)
        {
            if (!(returns[i] > -1)) throw new ArgumentException($"expected returns above -1, found {returns[i]}", nameof(returns));
            _price[i] += Math.Log(1 + returns[i]);
            _windowSum[i] += _price[i] - _ring[place + i];
            _ring[place + i] = _price[i];
            _predictor[i] = _windowSum[i] / window - _price[i];
        }
        if (_sessions < window || (_sessions - window) % _options.Step != 0) return;
        for (var i = 0; i < Assets; i++)
        {
            _predictors.Add(_predictor[i]);
            _returns.Add(_price[i] - _recorded[i] - _options.Rate * _options.Step / _options.SessionsPerYear);
            _recorded[i] = _price[i];
        }
    }

    /// <summary>Estimates as of the last session added.</summary>
    /// <param name="market">Receives.</param>
    /// <returns>False where the covariance is not positive definite or the predictor stands still; then nothing is to be traded on.</returns>
    /// <exception cref="InvalidOperationException">There is not history enough.</exception>
    public bool Estimate(SharpeEstimate market)
    {
        ArgumentNullException.ThrowIfNull(market);
        if (!IsReady) throw new InvalidOperationException($"expected {_options.MinimumSteps} steps of {_options.Step} sessions after {_options.PredictorWindow}, found {Steps}");
        _moments.Estimate(_means, _covariance);
        for (var i = 0; i < _covariance.Length; i++) _covariance[i] *= _options.SessionsPerYear;
        market.Rate = _options.Rate;
        if (!Triangle.Factor(_covariance, market.Volatility)) return false;
        ReadOnlySpan<double> z = CollectionsMarshal.AsSpan(_predictors), r = CollectionsMarshal.AsSpan(_returns);
        Regression = PredictiveRegression.Estimate(z, r, Assets);
        Slope = _options.Predictable ? Math.Max(_options.BiasCorrection ? Regression.Corrected : Regression.Slope, 0) : 0;
        if (!double.IsFinite(Slope)) return false;
        SetMeans(market, z);
        SetDynamics(market, z, r);
        return true;
    }

    private void SetMeans(SharpeEstimate market, ReadOnlySpan<double> z)
    {
        var (years, step) = (_sessions / _options.SessionsPerYear, _options.Step / _options.SessionsPerYear);
        // Arithmetic means of all sessions: mean log return plus half the variance.
        for (var i = 0; i < Assets; i++) _means[i] = _price[i] / years - _options.Rate + 0.5 * _covariance[i * Assets + i];
        BayesSteinMeans.Shrink(_means, market.Volatility, years);
        for (var i = 0; i < Assets; i++) market.LongRunSharpeRatio[i] = _means[i];
        Triangle.Solve(market.Volatility, market.LongRunSharpeRatio);
        var times = z.Length / Assets;
        for (var i = 0; i < Assets; i++)
        {
            var mean = 0.0;
            for (var t = 0; t < times; t++) mean += z[t * Assets + i] / times;
            _means[i] += _options.Rate + Slope * (_predictor[i] - mean) / step;
        }
        market.SetExpectedReturns(_means);
    }

    // Residuals of returns and predictor, in units of the shocks: deviation of X and its correlation with the asset's own shock.
    private void SetDynamics(SharpeEstimate market, ReadOnlySpan<double> z, ReadOnlySpan<double> r)
    {
        var (pairs, step, n) = (Regression.Predictor.Observations, _options.Step / _options.SessionsPerYear, Assets);
        Span<double> u = new double[n], v = new double[n], means = new double[3 * n], squares = new double[2 * n], cross = new double[n];
        for (var t = 0; t < pairs; t++)
            for (var i = 0; i < n; i++)
            {
                means[i] += z[t * n + i] / pairs;
                means[n + i] += z[(t + 1) * n + i] / pairs;
                means[2 * n + i] += r[(t + 1) * n + i] / pairs;
            }
        for (var t = 0; t < pairs; t++)
        {
            for (var i = 0; i < n; i++)
            {
                var x = z[t * n + i] - means[i];
                u[i] = r[(t + 1) * n + i] - means[2 * n + i] - Slope * x;
                v[i] = z[(t + 1) * n + i] - means[n + i] - Regression.Predictor.Slope * x;
            }
            Triangle.Solve(market.Volatility, u);
            Triangle.Solve(market.Volatility, v);
            for (var i = 0; i < n; i++)
            {
                squares[i] += u[i] * u[i];
                squares[n + i] += v[i] * v[i];
                cross[i] += u[i] * v[i];
            }
        }
        var reversion = Autoregression.Reversion(_options.BiasCorrection ? Regression.Predictor.Corrected : Regression.Predictor.Slope, step);
        for (var i = 0; i < n; i++)
        {
            var deviation = Slope / step * Math.Sqrt(squares[n + i] / Math.Max(pairs - 2, 1));
            market.Reversion[i] = reversion;
            market.Deviation[i] = Math.Max(Autoregression.Deviation(deviation, reversion, step), LeastDeviation);
            market.Correlation[i] = squares[i] > 0 && squares[n + i] > 0 ? cross[i] / Math.Sqrt(squares[i] * squares[n + i]) : 0;
        }
    }
}
