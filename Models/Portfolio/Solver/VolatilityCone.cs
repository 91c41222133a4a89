namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>The cone ‖Uw‖ ≤ volatility, UᵀU = Σ, with Nesterov and Todd's scaling, without ever forming U: vectors (s₀, U x) are kept as s₀ and x,
/// and inner products go through Σ, so that a singular Σ needs no care.</summary>
/// <remarks>Slack s̄ = (s₀, Uw), multiplier z̄ = (z₀, Uy). W = η[w₀ w₁ᵀ; w₁ I + w₁w₁ᵀ/(1 + w₀)].
/// Sources: Nesterov and Todd (1997); Domahidi, Chu and Boyd, ECOS (2013), § III.</remarks>
internal sealed class VolatilityCone(ScaledProblem problem)
{
    private readonly double[] _y = new double[problem.Padded], _sigmaY = new double[problem.Padded];
    private readonly double[] _stepY = new double[problem.Padded], _sigmaStepY = new double[problem.Padded];
    private readonly double[] _scaling = new double[problem.Padded], _shift = new double[problem.Padded];
    private readonly double[] _product = new double[problem.Padded], _lambda = new double[problem.Padded], _work = new double[problem.Padded], _first = new double[problem.Padded], _second = new double[problem.Padded];
    private double _s, _z, _stepS, _stepZ, _residual, _shift0, _w0, _eta, _lambda0;

    public double Multiplier => _z;

    /// <summary>η⁻², what Σ counts in the reduced matrix besides P.</summary>
    public double Curvature => 1 / (_eta * _eta);

    /// <summary>(padded) Σw₁, the row that the scaling adds; its E is η²/2.</summary>
    public double[] Row { get; } = new double[problem.Padded];

    /// <summary>(padded) what the cone adds to the gradient: −Σy.</summary>
    public ReadOnlySpan<double> SigmaY => _sigmaY;

    public double Residual => _residual;

    /// <summary>s₀z₀ + (Uw)ᵀ(Uy).</summary>
    public double Complementarity(ReadOnlySpan<double> sigmaW) => _s * _z + Dense.Dot(sigmaW, _y);

    public void Start(ReadOnlySpan<double> w, ReadOnlySpan<double> sigmaW)
    {
        var length = Math.Sqrt(Math.Max(Dense.Dot(w, sigmaW), 0));
        _s = Math.Max(problem.Volatility, 1.5 * length + 1e-3 * problem.Volatility);
        _z = 1;
        Array.Clear(_y);
        Array.Clear(_sigmaY);
    }

    public void SetResidual() => _residual = _s - problem.Volatility;

    /// <returns>False where s̄ or z̄ has left the cone.</returns>
    public bool Scale(ReadOnlySpan<double> w, ReadOnlySpan<double> sigmaW)
    {
        var normS = _s * _s - Dense.Dot(w, sigmaW);
        var normZ = _z * _z - Dense.Dot(_y, _sigmaY);
        if (!(normS > 0 && normZ > 0)) return false;
        var (rootS, rootZ) = (Math.Sqrt(normS), Math.Sqrt(normZ));
        var gamma = Math.Sqrt(Math.Max(0.5 * (1 + (_s * _z + Dense.Dot(sigmaW, _y)) / (rootS * rootZ)), 0.5));
        _eta = Math.Sqrt(rootS / rootZ);
        _w0 = 0.5 * (_s / rootS + _z / rootZ) / gamma;
        for (var i = 0; i < _scaling.Length; i++)
        {
            _scaling[i] = 0.5 * (w[i] / rootS - _y[i] / rootZ) / gamma;
            Row[i] = 0.5 * (sigmaW[i] / rootS - _sigmaY[i] / rootZ) / gamma;
        }
        // λ = W z̄.
        _lambda0 = Apply(_z, _y, _lambda, 1);
        return true;
    }

    /// <summary>t in dz̄ = t + W⁻²G dw for the target σμ; then what it adds to Gᵀt, −Σt₁, is subtracted from <paramref name="gradient"/> by the caller.</summary>
    public void SetShift(double target, bool corrected, ReadOnlySpan<double> stepW)
    {
        // r = λ∘λ − σμe (+ (W⁻¹ds)∘(W dz)); u = λ \ r.
        var r0 = _lambda0 * _lambda0 + Inner(_lambda, _lambda) - target;
        for (var i = 0; i < _work.Length; i++) _work[i] = 2 * _lambda0 * _lambda[i];
        if (corrected)
        {
            var a0 = Apply(_stepS, stepW, _first, -1);
            var b0 = Apply(_stepZ, _stepY, _second, 1);
            r0 += a0 * b0 + Inner(_first, _second);
            for (var i = 0; i < _work.Length; i++) _work[i] += a0 * _second[i] + b0 * _first[i];
        }
        var u0 = (_lambda0 * r0 - Inner(_lambda, _work)) / (_lambda0 * _lambda0 - Inner(_lambda, _lambda));
        for (var i = 0; i < _work.Length; i++) _work[i] = (_work[i] - u0 * _lambda[i]) / _lambda0;
        // t = W⁻²(r_p, 0) − W⁻¹u.
        var v0 = Apply(u0, _work, _shift, -1);
        var scale = 1 / (_eta * _eta);
        _shift0 = scale * (2 * _w0 * _w0 - 1) * _residual - v0;
        for (var i = 0; i < _shift.Length; i++) _shift[i] = -2 * scale * _w0 * _residual * _scaling[i] - _shift[i];
    }

    /// <summary>g ← g + Gᵀt, that is g − Σt₁.</summary>
    public void AddTransposedShift(Span<double> g)
    {
        Dense.Multiply(problem.Sigma, problem.N, problem.Padded, _shift, _work);
        for (var i = 0; i < problem.N; i++) g[i] -= _work[i];
    }

    /// <summary>Steps of s̄ and z̄ for a step of w.</summary>
    public void SetSteps(ReadOnlySpan<double> stepW)
    {
        var scale = 1 / (_eta * _eta);
        var kappa = Dense.Dot(Row, stepW);
        _stepS = -_residual;
        _stepZ = _shift0 + scale * 2 * kappa * _w0;
        for (var i = 0; i < _stepY.Length; i++) _stepY[i] = _shift[i] - scale * (2 * kappa * _scaling[i] + stepW[i]);
        Dense.Multiply(problem.Sigma, problem.N, problem.Padded, _stepY, _sigmaStepY);
    }

    public double LongestStep(ReadOnlySpan<double> w, ReadOnlySpan<double> sigmaW, ReadOnlySpan<double> stepW, ReadOnlySpan<double> sigmaStepW) => Math.Min(
        LongestStep(_s, _stepS, Dense.Dot(w, sigmaW), Dense.Dot(stepW, sigmaW), Dense.Dot(stepW, sigmaStepW)),
        LongestStep(_z, _stepZ, Dense.Dot(_y, _sigmaY), Dense.Dot(_stepY, _sigmaY), Dense.Dot(_stepY, _sigmaStepY)));

    public double ComplementarityAfter(double step, ReadOnlySpan<double> sigmaW, ReadOnlySpan<double> sigmaStepW) =>
        (_s + step * _stepS) * (_z + step * _stepZ)
        + Dense.Dot(sigmaW, _y) + step * (Dense.Dot(sigmaStepW, _y) + Dense.Dot(sigmaW, _stepY)) + step * step * Dense.Dot(sigmaStepW, _stepY);

    public void Move(double step)
    {
        _s += step * _stepS;
        _z += step * _stepZ;
        Dense.Add(step, _stepY, _y);
        Dense.Add(step, _sigmaStepY, _sigmaY);
    }

    // First root of (s₀ + αd₀)² = ‖s₁ + αd₁‖², with s₀ + αd₀ ≥ 0; at most 1.
    private static double LongestStep(double s, double d, double ss, double sd, double dd)
    {
        var (a, b, c) = (d * d - dd, s * d - sd, s * s - ss);
        var root = b * b - a * c;
        // Smallest positive root of aα² + 2bα + c with c > 0.
        var step = a < 0 || (b < 0 && root >= 0) ? c / (-b + Math.Sqrt(Math.Max(root, 0))) : 1;
        if (d < 0) step = Math.Min(step, -s / d);
        return Math.Clamp(step, 0, 1);
    }

    // W (sign 1) or W⁻¹ (sign −1) times (u₀, U u₁); the second part goes to result, the first is returned.
    private double Apply(double u0, ReadOnlySpan<double> u1, Span<double> result, int sign)
    {
        var scale = sign > 0 ? _eta : 1 / _eta;
        var inner = sign * Dense.Dot(Row, u1);
        var factor = sign * u0 + sign * inner / (1 + _w0);
        for (var i = 0; i < result.Length; i++) result[i] = scale * (u1[i] + factor * _scaling[i]);
        return scale * (_w0 * u0 + inner);
    }

    private double Inner(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Dense.Multiply(problem.Sigma, problem.N, problem.Padded, x, _product);
        return Dense.Dot(_product, y);
    }
}
