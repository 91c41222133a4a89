using LeanDeep.Training.Hjb.Neural.Kernels;

namespace LeanDeep.Training.Hjb.Neural;

/// <summary>How points are drawn from the domain.</summary>
public enum PointDistribution
{
    /// <summary>Uniformly.</summary>
    Uniform,

    /// <summary>Around the centre, in a normal direction whose scale is uniform from 0 to half the distance to the ends: for many states, where
    /// nearly all of a box lies in its corners.</summary>
    Radial,
}

/// <summary>How a network is fitted to a problem.</summary>
public sealed record NeuralOptions
{
    /// <summary>tanh units of each layer. Default 32, 32.</summary>
    public IReadOnlyList<int> HiddenLayers { get; init; } = [32, 32];

    /// <summary>Points of one step, drawn anew for every step of Adam and of Gauss and Newton. Default 1,000.</summary>
    public int Points { get; init; } = 1000;

    /// <summary>Where they lie. Default uniform.</summary>
    public PointDistribution Distribution { get; init; }

    /// <summary>Of Adam's and the quasi-Newton method's arithmetic; Gauss and Newton's is double. Default double.</summary>
    public JetPrecision Precision { get; init; }

    /// <summary>Steps of Adam. Default 0.</summary>
    public int AdamSteps { get; init; }

    /// <summary>Adam's first learning rate; it falls to a hundredth along a cosine. Default 0.003.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>Steps of L-BFGS after Adam. Default 0.</summary>
    public int QuasiNewtonSteps { get; init; }

    /// <summary>Steps of the damped Gauss–Newton method after that. Default 100.</summary>
    public int GaussNewtonSteps { get; init; } = 100;

    /// <summary>Share by which the first layer's weights shrink before each of them, so that inputs that say nothing fall silent. Default 0.</summary>
    public double InputDecay { get; init; }

    /// <summary>Pseudo-time steps before the stationary equation itself, without a horizon only; each has the steps of all methods. Default 0: at once.</summary>
    public int Windows { get; init; }

    /// <summary>Steps of Gauss and Newton in each of them; null, the default: as many as for the stationary equation.</summary>
    public int? WindowSteps { get; init; }

    /// <summary>Length of the first pseudo-time step in years; each is twice as long as the one before. Default 1.</summary>
    public double WindowLength { get; init; } = 1;

    /// <summary>Weights of the squared equations, one for each unknown; null for 1.</summary>
    public IReadOnlyList<double>? EquationWeights { get; init; }

    /// <summary>Whether each residual is divided by the size of its derivatives. Default no.</summary>
    public bool Balanced { get; init; }

    /// <summary>Polynomials of time to go in the part of the network that is quadratic in each state; 0, the default, for no such part.</summary>
    public int SkipTerms { get; init; }

    /// <summary>Whether the start is an input of the network, with a horizon only. Default no.</summary>
    public bool StartInput { get; init; }

    /// <summary>States at whose reflecting ends the slope is to vanish, for those where the equation does not see to it. Default none.</summary>
    public IReadOnlyList<int> Ends { get; init; } = [];

    /// <summary>Share of the points that lie at these ends. Default 0.1.</summary>
    public double EndShare { get; init; } = 0.1;

    /// <summary>Weight of the slope there, per half the domain. Default 1.</summary>
    public double EndWeight { get; init; } = 1;

    /// <summary>Share of the points that are drawn from the active region; 0 switches it off. Default 0.</summary>
    public double ActiveShare { get; init; }

    /// <summary>The active region is where the residual or the gradient of the coefficients is above this quantile. Default 0.8.</summary>
    public double ActiveQuantile { get; init; } = 0.8;

    /// <summary>Root of the mean squared residual at which fitting stops. Default 1e-9.</summary>
    public double Tolerance { get; init; } = 1e-9;

    /// <summary>Root of the mean squared change of the unknowns, relative to 1 + |v| and at fixed points, at which fitting stops as converged where it is met twice in a
    /// row; looked at by Gauss and Newton's method in the last window. Default 0: never.</summary>
    public double ChangeTolerance { get; init; }

    /// <summary>Steps between two looks at the change. Default 20.</summary>
    public int ChangePeriod { get; init; } = 20;

    /// <summary>Seconds of wall time, counted afresh when a fit is taken up again, after which it stops; checked after every step; null for none. A run that it cuts short does not repeat bit for bit.</summary>
    public double? Budget { get; init; }

    internal void Check(HjbProblem problem)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Points, 8);
        ArgumentOutOfRangeException.ThrowIfNegative(AdamSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(QuasiNewtonSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(GaussNewtonSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(Windows);
        if (WindowSteps is { } steps) ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        Require.Positive(LearningRate);
        Require.Positive(WindowLength);
        Require.NotNegative(Tolerance);
        Require.NotNegative(ChangeTolerance);
        ArgumentOutOfRangeException.ThrowIfLessThan(ChangePeriod, 1);
        if (!(InputDecay >= 0 && InputDecay < 1)) throw new ArgumentException($"input decay: expected 0 to below 1, found {InputDecay}", nameof(problem));
        ArgumentOutOfRangeException.ThrowIfNegative(SkipTerms);
        Require.Positive(EndWeight);
        if (!(EndShare >= 0 && EndShare < 1)) throw new ArgumentException($"end share: expected 0 to below 1, found {EndShare}", nameof(problem));
        foreach (var state in Ends)
            if (state < 0 || state >= problem.States.Count) throw new ArgumentException($"ends: expected states below {problem.States.Count}, found {state}", nameof(problem));
        if (StartInput && (problem.Horizon is null || problem.States.Any(state => !state.IsLinear)))
            throw new ArgumentException("start as an input: expected a horizon and states that a network sees as they are", nameof(problem));
        if (problem.Carried is not null && problem.Horizon is not null)
            throw new ArgumentException($"unknowns that follow from others: expected no horizon, found {problem.Horizon}", nameof(problem));
        if (!(ActiveShare >= 0 && ActiveShare < 1)) throw new ArgumentException($"active share: expected 0 to below 1, found {ActiveShare}", nameof(problem));
        if (!(ActiveQuantile > 0 && ActiveQuantile < 1)) throw new ArgumentException($"active quantile: expected between 0 and 1, found {ActiveQuantile}", nameof(problem));
        if (EquationWeights is { } weights && (weights.Count != problem.Unknowns.Count || weights.Any(weight => !(weight > 0))))
            throw new ArgumentException($"equation weights: expected {problem.Unknowns.Count} positive numbers, found [{string.Join(", ", weights)}]", nameof(problem));
        if (Windows > 0 && problem.Horizon is not null) throw new ArgumentException("windows: expected 0 with a horizon, found " + Windows, nameof(problem));
    }
}
