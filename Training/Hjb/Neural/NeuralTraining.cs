using System.Diagnostics;
using LeanDeep.Training.Hjb.Neural.Optimisers;
using LeanDeep.Training.DataParallel;

namespace LeanDeep.Training.Hjb.Neural;

/// <summary>A fit of a network to a problem that goes step by step, and can be saved between steps and resumed bit for bit.</summary>
/// <remarks>In each window Adam, then L-BFGS, then Gauss–Newton. Source of windows and active region: Gopalakrishna (2021), ALIENs.</remarks>
public sealed class NeuralTraining
{
    private const int MeasuredEvery = 25;
    private readonly NeuralSystem _system;
    private readonly UniformGenerator _generator;
    private readonly OracleError _oracle;
    private readonly Stopwatch _clock = new();
    private readonly double[] _windowStart;
    private readonly SettledValues _settled;
    private IOptimiser? _optimiser;
    private int _window, _phase, _stepsOfPhase;

    /// <param name="problem">To solve.</param>
    /// <param name="options">How.</param>
    /// <param name="seed">Of the weights and all points.</param>
    /// <param name="workers">Who share the points of each step, as many each; null for this process alone. The steps are those of one worker with all points, but for rounding.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the problem has many states without a known diagonal covariance.</exception>
    public NeuralTraining(HjbProblem problem, NeuralOptions options, long seed, WorkerGroup? workers = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(options);
        problem.Check();
        options.Check(problem);
        (Problem, Options, Seed) = (problem, options, seed);
        if (workers is not null && options.Points % workers.Count != 0) throw new ArgumentException($"points: expected a multiple of the {workers.Count} workers, found {options.Points}", nameof(options));
        _system = workers is null ? new(problem, options) : new(problem, options with { Points = options.Points / workers.Count }, workers);
        _generator = new((ulong)seed);
        _system.Network.Initialise(_generator);
        _oracle = new(problem, _system);
        (_windowStart, _settled) = (new double[Network.Parameters.Length], new(_system));
        BeginWindow();
        BeginPhase();
    }

    public HjbProblem Problem { get; }
    public NeuralOptions Options { get; }
    public long Seed { get; }
    public TanhNetwork Network => _system.Network;
    public NeuralStatus Status { get; private set; }

    /// <summary>Steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Root of the mean squared residual at the points of the last step.</summary>
    public double Residual { get; private set; } = double.NaN;

    /// <summary>Who share the points; null for this process alone.</summary>
    public WorkerGroup? Workers => _system.Workers;

    internal NeuralSystem System => _system;

    /// <summary>Begins from the parameters of another network of the same shape: a warm start, before the first step.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void WarmStart(TanhNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (network.Parameters.Length != Network.Parameters.Length || network.Inputs.Count != Network.Inputs.Count)
            throw new ArgumentException($"network: expected {Network.Parameters.Length} parameters, found {network.Parameters.Length}", nameof(network));
        network.Parameters.CopyTo(Network.Parameters, 0);
        network.OutputScale.CopyTo(Network.OutputScale, 0);
        network.OutputShift.CopyTo(Network.OutputShift, 0);
        BeginWindow();
    }

    /// <summary>One step, if any is left.</summary>
    /// <returns>Where the fit then stands; null when it is over.</returns>
    public NeuralProgress? Step()
    {
        if (Status != NeuralStatus.Running) return null;
        _clock.Start();
        if (_optimiser is null) return End(NeuralStatus.Exhausted);
        if (Options.ActiveShare > 0 && _stepsOfPhase % ActiveRegion.Period == 0)
            _system.Sampler.Active = ActiveRegion.Find(_system, Options.ActiveQuantile, _generator);
        if (Options.InputDecay > 0 && _phase == 2)
            foreach (ref var weight in Network.Weights(0)) weight *= 1 - Options.InputDecay;
        var loss = _optimiser.Step(_system, _generator);
        if (!double.IsFinite(loss)) return End(NeuralStatus.Diverged);
        (Residual, Steps, _stepsOfPhase) = (Math.Sqrt(loss), Steps + 1, _stepsOfPhase + 1);
        var progress = new NeuralProgress(Steps, _window, _optimiser.GetType().Name, Residual, Steps % MeasuredEvery == 0 ? _oracle.Measure() : null);
        var direct = _window == Options.Windows;
        if (Residual <= Options.Tolerance && direct) return End(NeuralStatus.Converged, progress);
        if (direct && Options.ChangeTolerance > 0 && _optimiser is GaussNewton { IsFree: true } && _stepsOfPhase % Options.ChangePeriod == 0 && _settled.Look(Options.ChangeTolerance)) return End(NeuralStatus.Converged, progress);
        if (Residual <= Options.Tolerance || _optimiser.Finished) Advance();
        if (_optimiser is null) return End(NeuralStatus.Exhausted, progress);
        return Options.Budget is { } budget && (_system.Workers?.Any(_clock.Elapsed.TotalSeconds > budget) ?? _clock.Elapsed.TotalSeconds > budget) ? End(NeuralStatus.OutOfTime, progress) : progress;
    }

    /// <summary>Steps until the fit is over.</summary>
    /// <param name="progress">Told after every step.</param>
    /// <param name="cancellation">Looked at before every step.</param>
    public NeuralSolution Run(IProgress<NeuralProgress>? progress = null, CancellationToken cancellation = default)
    {
        while (Step() is { } now)
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(now);
        }
        return Solution;
    }

    /// <summary>What the network now says.</summary>
    public NeuralSolution Solution => new(_system, Status, Steps, Residual);

    /// <summary>Largest error of the first unknown within half the domain, where the problem knows its solution; else null.</summary>
    public double? MeasureError() => _oracle.Measure();

    private NeuralProgress? End(NeuralStatus status, NeuralProgress? progress = null)
    {
        Status = status;
        return progress;
    }

    private void Advance()
    {
        do
        {
            if (++_phase < 3) continue;
            if (_window == Options.Windows)
            {
                _optimiser = null;
                return;
            }
            (_phase, _window) = (0, _window + 1);
            BeginWindow();
        }
        while (StepsOf(_phase) == 0);
        BeginPhase();
    }

    private int StepsOf(int phase) => phase switch { 0 => Options.AdamSteps, 1 => Options.QuasiNewtonSteps, _ when _window < Options.Windows => Options.WindowSteps ?? Options.GaussNewtonSteps, _ => Options.GaussNewtonSteps };

    private void BeginWindow()
    {
        Network.Parameters.CopyTo(_windowStart, 0);
        OpenWindow();
    }

    private void OpenWindow()
    {
        if (_window < Options.Windows) _system.BeginWindow(_windowStart, Options.WindowLength * Math.Pow(2, _window));
        else _system.BeginWindow([], 0);
    }

    private void BeginPhase()
    {
        while (_phase < 3 && StepsOf(_phase) == 0)
            _phase++;
        OpenPhase();
    }

    private void OpenPhase()
    {
        var parameters = Network.Parameters.Length;
        _stepsOfPhase = 0;
        _optimiser = _phase switch
        {
            0 => new Adam(parameters, Options.LearningRate, Options.AdamSteps),
            1 => new QuasiNewton(parameters, Options.QuasiNewtonSteps),
            2 => new GaussNewton(_system.Rows, _system.Rows * (_system.Workers?.Count ?? 1) >= parameters, parameters, StepsOf(2)),
            _ => null,
        };
    }

    /// <summary>Writes all that the next step depends on.</summary>
    internal void Save(BinaryWriter writer)
    {
        foreach (var count in (int[])[_window, _phase, _stepsOfPhase, Steps, (int)Status])
            writer.Write(count);
        writer.Write(_generator.State);
        writer.Write(Residual);
        writer.WriteNumbers(Network.Parameters);
        writer.WriteNumbers(_windowStart);
        writer.WriteNumbers(Network.OutputScale);
        writer.WriteNumbers(Network.OutputShift);
        writer.WriteNumbers(_system.Points);
        writer.Write(_system.Sampler.Active.Length);
        writer.WriteNumbers(_system.Sampler.Active);
        writer.WriteNumbers(_settled.Values);
        writer.Write(_settled.Quiet);
        _optimiser?.Save(writer);
    }

    internal void Restore(BinaryReader reader)
    {
        (_window, _phase) = (reader.ReadInt32(), reader.ReadInt32());
        OpenPhase();
        (_stepsOfPhase, Steps, Status) = (reader.ReadInt32(), reader.ReadInt32(), (NeuralStatus)reader.ReadInt32());
        _generator.State = reader.ReadUInt64();
        Residual = reader.ReadDouble();
        reader.ReadNumbers(Network.Parameters);
        reader.ReadNumbers(_windowStart);
        reader.ReadNumbers(Network.OutputScale);
        reader.ReadNumbers(Network.OutputShift);
        OpenWindow();
        reader.ReadNumbers(_system.Points);
        var active = new double[reader.ReadInt32()];
        reader.ReadNumbers(active);
        _system.Sampler.Active = active;
        reader.ReadNumbers(_settled.Values);
        _settled.Quiet = reader.ReadInt32();
        _system.Place();
        _optimiser?.Restore(reader);
    }
}
