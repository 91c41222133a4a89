using LeanDeep.Models.Portfolio;

namespace LeanDeep.Models.Inference;

/// <summary>An allocator at trading time: a window of returns in, weights out that meet its constraint set and are certified, or a status that says why not.</summary>
/// <remarks>A graph that gives the problem is finished by the solver that training used. Weights that a graph gives are taken where their residual is at most
/// <see cref="Accuracy"/> and they meet every limit to that; elsewhere the solver answers with the nearest weights that do. A graph's own solution of its problem is taken where its
/// residual is at most <see cref="SolutionAccuracy"/>; elsewhere the solver solves it. Not safe for use from several threads.</remarks>
public sealed class AllocatorModel : IDisposable
{
    /// <summary>Greatest residual and violation of weights that are taken from a graph as they are.</summary>
    public const double Accuracy = 1e-6;

    /// <summary>Greatest KKT residual of a graph's solution that is taken as it is: weights are then within 1e-6 of the solver's, even where the objective is flat.</summary>
    public const double SolutionAccuracy = 1e-9;

    private readonly BoundGraph _graph;
    private readonly AllocationSolver _solver;
    private readonly bool _allowInSample;
    private readonly int _factors;

    private AllocatorModel(ModelBundle bundle, BoundGraph graph, AllocationLimits limits, ConstraintSet constraints, AllocatorForm form, int factors, bool allowInSample)
    {
        (Manifest, Path, Limits, Constraints, Form) = (bundle.Manifest, bundle.Path, limits, constraints, form);
        (_graph, _factors, _allowInSample) = (graph, factors, allowInSample);
        Channels = [.. bundle.Manifest.Features.Select(feature => ReturnChannel.From(feature, bundle.Path))];
        _solver = new AllocationSolver(limits);
        Problem = new AllocationProblems(limits, 1);
        Result = new AllocationResults(Problem);
    }

    public ModelManifest Manifest { get; }

    /// <summary>Key of the bundle's folder in the object store.</summary>
    public string Path { get; }

    public AllocatorForm Form { get; }

    /// <summary>What a portfolio may hold.</summary>
    public ConstraintSet Constraints { get; }

    /// <summary>The constraint set in the order of the universe.</summary>
    public AllocationLimits Limits { get; }

    /// <summary>Channels of the window.</summary>
    public IReadOnlyList<ReturnChannel> Channels { get; }

    /// <summary>The problem that the solver was last given. Where the graph gives weights v: to find the nearest, max vᵀw − ½‖w‖² less costs.</summary>
    public AllocationProblems Problem { get; }

    /// <summary>The solver's last answer; stays what it was where the graph's own weights were taken.</summary>
    public AllocationResults Result { get; }

    /// <summary>Whether the last weights are the solver's.</summary>
    public bool Solved { get; private set; }

    /// <summary>Of the last weights: of the solver's KKT conditions, or of the graph's closed form.</summary>
    public double Residual { get; private set; }

    /// <summary>What the graph said of its own weights; NaN where it gives none.</summary>
    public double GraphResidual { get; private set; } = double.NaN;

    /// <summary>Opens the newest bundle that may trade from a date on: the last whose <see cref="ModelManifest.TrainedThrough"/> lies before it.</summary>
    /// <param name="keys">All keys of the object store.</param>
    /// <param name="read">Key → bytes.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="firstTradingDate">The first date on which its weights are used.</param>
    /// <param name="allowInSample">Open the newest bundle whatever it has seen, and never refuse a date. For diagnosis: such results say nothing about the future.</param>
    /// <param name="device">Where the graph computes.</param>
    /// <exception cref="InvalidDataException">No bundle of that name, none old enough, or one that does not fit: says where, what was expected, what was found.</exception>
    public static AllocatorModel Load(
        IEnumerable<string> keys, Func<string, byte[]> read, string name, DateOnly firstTradingDate, bool allowInSample = false, ComputeDevice device = ComputeDevice.Cpu) =>
        Load(ModelBundle.ReadNewest(keys, read, name, firstTradingDate, allowInSample), allowInSample, device);

    /// <summary>Opens a bundle that has been read.</summary>
    /// <exception cref="InvalidDataException">The bundle does not fit: says where, what was expected, what was found.</exception>
    public static AllocatorModel Load(ModelBundle bundle, bool allowInSample = false, ComputeDevice device = ComputeDevice.Cpu)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        BundleRules.RequireKind(bundle, BundleKind.Allocator);
        var (manifest, path) = (bundle.Manifest, $"{bundle.Path}/{ModelBundle.ManifestFile}");
        var names = manifest.Universe.Names.Count;
        RequireInputs(manifest, path);
        var (form, factors) = AllocatorTensors.FormOf(manifest.Outputs, names, path);
        var (constraints, limits) = RequireConstraints(manifest, form, path);
        var modelPath = $"{bundle.Path}/{ModelBundle.ModelFile}";
        var session = OnnxModel.Open(bundle.Model, modelPath, device);
        try
        {
            BundleRules.RequireSame(manifest.Inputs, OnnxModel.Inputs(session), "inputs", modelPath);
            BundleRules.RequireSame(manifest.Outputs, OnnxModel.Outputs(session), "outputs", modelPath);
            return new AllocatorModel(bundle, new BoundGraph(session, manifest.Inputs, manifest.Outputs), limits, constraints, form, factors, allowInSample);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a date that the model has seen, unless in-sample use was allowed.</summary>
    /// <exception cref="InvalidOperationException">The date is not after <see cref="ModelManifest.TrainedThrough"/>.</exception>
    public void EnsureUnseen(DateOnly tradingDate)
    {
        if (!_allowInSample) BundleRules.RequireUnseen(Manifest, Path, tradingDate);
    }

    /// <summary>Allocates.</summary>
    /// <param name="window">(channels, lookback, names) returns, oldest first; 0 where undefined.</param>
    /// <param name="held">(names) weights held before, drifted; empty where nothing is held yet: then turnover is neither limited nor charged.</param>
    /// <param name="universe">(names) the others get weight 0; empty for all names.</param>
    /// <param name="weights">(names) receives; finite whatever the status.</param>
    /// <returns>Optimal where the weights are certified; Infeasible where no weights meet the limits: <see cref="Binding"/> names those in the way.</returns>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public AllocationStatus Allocate(ReadOnlySpan<double> window, ReadOnlySpan<double> held, ReadOnlySpan<bool> universe, Span<double> weights)
    {
        var n = Problem.Names;
        Require(window.Length, Channels.Count * Manifest.Lookback * n, nameof(window));
        Require(weights.Length, n, nameof(weights));
        if (held.Length != 0) Require(held.Length, n, nameof(held));
        if (universe.Length != 0) Require(universe.Length, n, nameof(universe));
        if (_graph.ReadsMore) Tell(held, universe);
        _graph.Run(window);
        Array.Clear(Problem.Held);
        held.CopyTo(Problem.Held);
        Problem.Turnover[0] = held.Length == 0 ? double.PositiveInfinity : Limits.Turnover;
        for (var i = 0; i < n; i++)
        {
            var traded = universe.Length == 0 || universe[i];
            (Problem.Lower[i], Problem.Upper[i]) = traded ? (Limits.Lower[i], Limits.Upper[i]) : (0, 0);
            Problem.Costs[i] = held.Length == 0 ? 0 : Limits.Costs[i];
        }
        if (Form != AllocatorForm.Weights) TakeProblem();
        if (Form == AllocatorForm.Solution && TakesSolution(weights)) return AllocationStatus.Optimal;
        if (Form == AllocatorForm.Weights && TakesWeights(universe, weights)) return AllocationStatus.Optimal;
        _solver.Solve(Problem, Result);
        Result.Weights.CopyTo(weights);
        (Solved, Residual) = (true, Result.Residuals[0]);
        return Result.Statuses[0];
    }

    /// <summary>The constraints that bind and what each costs, dearest first; of an infeasible problem those in each other's way. None where the graph's own weights were taken.</summary>
    public IReadOnlyList<ConstraintPrice> Binding() => Solved ? Result.Binding(0) : [];

    public void Dispose() => _graph.Dispose();

    private void TakeProblem()
    {
        var n = Problem.Names;
        _graph[AllocatorTensors.Returns].CopyTo(Problem.Returns, 0);
        (Problem.RiskAversions[0], Problem.Ridges[0]) = (_graph[AllocatorTensors.RiskAversion][0], _graph[AllocatorTensors.Ridge][0]);
        FactorCovariance.Build(_graph[AllocatorTensors.Factor], _graph[AllocatorTensors.Diagonal], _factors, Problem.Covariances.AsSpan(0, n * n));
    }

    private void Tell(ReadOnlySpan<double> held, ReadOnlySpan<bool> universe)
    {
        var (weights, traded) = (_graph.Input(AllocatorTensors.Held), _graph.Input(AllocatorTensors.Universe));
        Array.Clear(weights);
        held.CopyTo(weights);
        for (var i = 0; i < traded.Length; i++) traded[i] = universe.Length == 0 || universe[i] ? 1 : 0;
        _graph.Input(AllocatorTensors.Invested)[0] = held.Length == 0 ? 0 : 1;
    }

    private bool TakesSolution(Span<double> weights)
    {
        GraphResidual = _graph[AllocatorTensors.Residual][0];
        _graph[AllocatorTensors.Weights].CopyTo(weights);
        if (!(GraphResidual <= SolutionAccuracy) || Violates(weights)) return false;
        (Solved, Residual) = (false, GraphResidual);
        return true;
    }

    // Where the graph's weights will not do, the problem of the nearest ones is ready to be solved.
    private bool TakesWeights(ReadOnlySpan<bool> universe, Span<double> weights)
    {
        var given = _graph[AllocatorTensors.Weights];
        GraphResidual = _graph[AllocatorTensors.Residual][0];
        given.CopyTo(weights);
        Restrict(weights, universe);
        weights.CopyTo(Problem.Returns);
        (Problem.RiskAversions[0], Problem.Ridges[0]) = (0, 0.5);
        // A NaN fails every comparison.
        if (!(GraphResidual <= Accuracy) || Violates(weights)) return false;
        (Solved, Residual) = (false, GraphResidual);
        return true;
    }

    private bool Violates(ReadOnlySpan<double> weights)
    {
        foreach (var violation in Limits.Violations(weights, Problem.Held, Problem.Covariances, Form == AllocatorForm.Solution ? 1e-8 : Accuracy))
            if (violation.Constraint.Kind != ConstraintKind.Turnover || double.IsFinite(Problem.Turnover[0])) return true;
        return false;
    }

    // As in training: the names that stay share the gross exposure that there was.
    private static void Restrict(Span<double> weights, ReadOnlySpan<bool> universe)
    {
        double all = 0, left = 0;
        for (var i = 0; i < universe.Length; i++)
        {
            all += Math.Abs(weights[i]);
            if (universe[i]) left += Math.Abs(weights[i]);
            else weights[i] = 0;
        }
        if (left > 0 && left < all)
            for (var i = 0; i < weights.Length; i++) weights[i] *= all / left;
    }

    private static void RequireInputs(ModelManifest manifest, string path)
    {
        var (channels, names) = (manifest.Features.Count, manifest.Universe.Names.Count);
        IReadOnlyList<TensorSpecification> Expected(TensorType type) => AllocatorTensors.Inputs(channels, manifest.Lookback, names, type);
        if (manifest.Inputs.Count > 0 && manifest.Inputs[0].Type is TensorType.Float32 or TensorType.Float64 && manifest.Inputs[0].Equals(Expected(manifest.Inputs[0].Type)[0])
            && (manifest.Inputs.Count == 1 || manifest.Inputs.Skip(1).SequenceEqual(AllocatorTensors.TradeInputs(names))))
            return;
        throw new InvalidDataException(
            $"{path}: inputs: expected {BundleRules.Join(Expected(TensorType.Float32))} (or float64), perhaps with {BundleRules.Join(AllocatorTensors.TradeInputs(names))}, found {BundleRules.Join(manifest.Inputs)}");
    }

    private static (ConstraintSet Set, AllocationLimits Limits) RequireConstraints(ModelManifest manifest, AllocatorForm form, string path)
    {
        var set = ConstraintSetJson.Read(manifest.Constraints!.Value, $"{path}: constraints");
        if (form == AllocatorForm.Weights && set.Volatility is { } volatility)
            throw new InvalidDataException(FormattableString.Invariant(
                $"{path}: constraints: volatility: expected none for a graph that gives weights and no covariance, found {volatility}"));
        try
        {
            return (set, set.For(
                [.. manifest.Universe.Names.Select(name => name.Name)],
                [.. manifest.Universe.Names.Select(name => name.Sector.ToString(System.Globalization.CultureInfo.InvariantCulture))]));
        }
        catch (ArgumentException misfit)
        {
            throw new InvalidDataException($"{path}: {misfit.Message}", misfit);
        }
    }

    private static void Require(int found, int expected, string what)
    {
        if (found != expected) throw new ArgumentException($"expected {expected} values, found {found}", what);
    }
}
