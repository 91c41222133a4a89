using LeanDeep.Training.Hjb.Neural.Kernels;
using LeanDeep.Training.DataParallel;

namespace LeanDeep.Training.Hjb.Neural;

/// <summary>A problem as a least-squares problem of a network's parameters at drawn points.</summary>
internal sealed class NeuralSystem : IJetObjective
{
    /// <summary>From this many states on only the sum of second derivatives is carried.</summary>
    private const int Many = 4;
    private readonly JetPass _pass, _exact;
    private readonly EquationResiduals _residuals;
    private readonly WorkerGroup? _workers;
    private readonly double[] _points, _drawn, _roots;
    private double[] _jets = [], _values = [], _rows = [], _previous = [];
    private JetPass? _before;
    private double _sum, _scale;

    /// <param name="problem">To solve.</param>
    /// <param name="options">How; its points are those of one worker.</param>
    /// <param name="workers">Who share the points of a step; null for this process alone.</param>
    public NeuralSystem(HjbProblem problem, NeuralOptions options, WorkerGroup? workers = null)
    {
        (Problem, Options, _workers) = (problem, options, workers);
        List<StateVariable> inputs = [.. problem.States.Select(state => state.AsCoordinate())];
        if (CarriedJets.TimeOf(problem) is { } time) inputs.Add(time.AsCoordinate());
        // A network of nothing: a constant.
        if (inputs.Count == 0) inputs.Add(new("none", -1, 1, BoundaryKind.Open, BoundaryKind.Open));
        Sampler = new(inputs, problem.States.Count, options);
        Carried = [.. problem.Carried ?? Enumerable.Range(0, problem.Unknowns.Count)];
        Start = options.StartInput ? StartScaling.Of(problem, Sampler) : null;
        var skip = options.SkipTerms > 0 ? new QuadraticSkip(inputs, problem.States.Count, options.SkipTerms) : null;
        Network = new(inputs, options.HiddenLayers, Carried.Length, options.StartInput ? problem.Unknowns.Count : 0, skip);
        Channels = new(inputs.Count, problem.States.Count, problem.States.Count >= Many);
        if (Channels.Contracted && problem.States.FirstOrDefault(state => !state.IsLinear) is { } curved)
            throw new ArgumentException($"{curved.Name}: expected a state that a network sees as it is, as in all problems of {Many} states or more, found scales at its ends", nameof(problem));
        _exact = JetPass.Create(Network, Channels, JetPrecision.Binary64);
        _pass = options.Precision == JetPrecision.Binary64 ? _exact : JetPass.Create(Network, Channels, options.Precision);
        _residuals = new(problem, Channels, Start)
        {
            Balance = options.Balanced ? new(Network, Channels) : null, Ends = options.Ends.Count > 0 ? new(Network, Channels.Count, options.Ends, options.EndWeight) : null,
        };
        _points = new double[options.Points * inputs.Count];
        _drawn = workers is null ? _points : new double[workers.Count * _points.Length];
        _roots = [.. Carried.Select(k => Math.Sqrt(options.EquationWeights?[k] ?? 1))];
        Scale();
    }

    public HjbProblem Problem { get; }
    public NeuralOptions Options { get; }
    public TanhNetwork Network { get; }
    public JetChannels Channels { get; }
    public PointSampler Sampler { get; }
    public int Equations => Carried.Length;

    /// <summary>Unknowns that the network carries.</summary>
    public int[] Carried { get; }

    /// <summary>Scaling of the start as an input; null where it is none.</summary>
    public StartScaling? Start { get; }

    /// <summary>Residuals of one step.</summary>
    public int Rows => Options.Points * Equations;

    /// <summary>(points × inputs) of the step, of all workers.</summary>
    public double[] Points => _drawn;

    public WorkerGroup? Workers => _workers;

    /// <summary>Without a horizon outputs begin near the problem's first guess; with one they are of the size of the unknown at the horizon.</summary>
    private void Scale()
    {
        var centre = Network.Inputs.Take(Problem.States.Count).Select(input => input.Unscale(0)).ToArray();
        if (Problem.Horizon is null)
        {
            var start = new double[Problem.Unknowns.Count];
            Problem.StartCarried([.. Problem.States.Zip(centre, (state, coordinate) => state.FromCoordinate(coordinate))], start);
            for (var k = 0; k < Equations; k++)
                Network.OutputShift[k] = start[Carried[k]];
            return;
        }
        _residuals.Place([.. centre, Network.Inputs[^1].Lower]);
        var (zero, change) = (new double[_exact.JetLength], new double[Equations]);
        _residuals.Evaluate(0, 1, zero, change);
        // Where the solution leaves its start fast, the network sees the logarithm of time, and the change is some multiples of the fast years' one.
        for (var k = 0; k < Equations; k++)
            Network.OutputScale[k] = Math.Max(0.1, Math.Abs(change[k]) * (Problem.StartScale is { } fast ? fast * Math.Log(1 + Problem.Horizon.Value / fast) : Problem.Horizon.Value));
    }

    public void Draw(UniformGenerator generator)
    {
        Sampler.Draw(_drawn, generator);
        Place();
    }

    /// <summary>Takes the points as they are, after a checkpoint has put them there.</summary>
    public void Place()
    {
        if (_workers is not null) _drawn.AsSpan(_workers.Rank * _points.Length, _points.Length).CopyTo(_points);
        _residuals.Place(_points);
        if (_before is not null) Remember();
    }

    /// <summary>Begins a pseudo-time step from the network with these parameters.</summary>
    /// <param name="parameters">Empty for the stationary equation itself.</param>
    /// <param name="length">Δ.</param>
    public void BeginWindow(ReadOnlySpan<double> parameters, double length)
    {
        if (parameters.IsEmpty)
        {
            (_before, _residuals.Previous, _residuals.InverseStep) = (null, [], 0);
            return;
        }
        _before = JetPass.Create(Network, Channels, JetPrecision.Binary64);
        _before.Load(parameters);
        _residuals.InverseStep = 1 / length;
    }

    private void Remember()
    {
        Ensure(ref _jets, Options.Points * _exact.JetLength);
        _residuals.Previous = [];
        _before!.Forward(_points, _residuals.Weights, _jets, _residuals.Given);
        Ensure(ref _previous, Rows);
        for (var p = 0; p < Options.Points; p++)
            _residuals.Values(p, _jets.AsSpan(p * _exact.JetLength, _exact.JetLength), _previous.AsSpan(p * Equations, Equations));
        _residuals.Previous = _previous;
    }

    /// <summary>Mean of the weighted squared residuals.</summary>
    /// <param name="parameters">Of the network.</param>
    /// <param name="gradient">(parameters) receives the gradient.</param>
    public double Loss(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        _pass.Load(parameters);
        (_sum, _scale) = (0, 1.0 / Rows);
        gradient.Clear();
        _pass.Gradient(_points, _residuals.Weights, this, gradient, _residuals.Given);
        _workers?.Average(gradient);
        return _workers?.Average(_sum) ?? _sum;
    }

    /// <summary>Mean of the weighted squared residuals.</summary>
    public double Loss(ReadOnlySpan<double> parameters)
    {
        Ensure(ref _jets, Options.Points * _exact.JetLength);
        Ensure(ref _values, Rows);
        _pass.Load(parameters);
        _pass.Forward(_points, _residuals.Weights, _jets, _residuals.Given);
        _residuals.Evaluate(0, Options.Points, _jets, _values);
        var sum = 0.0;
        for (var i = 0; i < Rows; i++)
        {
            var root = _roots[i % Equations] * _values[i];
            sum += root * root;
        }
        return _workers?.Average(sum / Rows) ?? sum / Rows;
    }

    /// <summary>Weighted residuals and their derivatives, in double precision.</summary>
    /// <param name="parameters">Of the network.</param>
    /// <param name="residuals">(rows).</param>
    /// <param name="jacobian">(rows × parameters).</param>
    /// <returns>Mean of the squared residuals, over all workers; residuals and derivatives are this one's.</returns>
    public double Linearise(ReadOnlySpan<double> parameters, Span<double> residuals, Span<double> jacobian)
    {
        _exact.Load(parameters);
        _exact.Jacobian(_points, _residuals.Weights, _residuals, residuals, jacobian, _residuals.Given);
        var sum = 0.0;
        for (var i = 0; i < Rows; i++)
        {
            var root = _roots[i % Equations];
            if (root != 1)
            {
                residuals[i] *= root;
                foreach (ref var entry in jacobian.Slice(i * parameters.Length, parameters.Length))
                    entry *= root;
            }
            sum += residuals[i] * residuals[i];
        }
        return _workers?.Average(sum / Rows) ?? sum / Rows;
    }

    void IJetObjective.Evaluate(int first, int count, ReadOnlySpan<double> jets, Span<double> seeds)
    {
        var (length, u) = (_pass.JetLength, Equations);
        Ensure(ref _values, Rows);
        Ensure(ref _rows, count * u * length);
        _residuals.Evaluate(first, count, jets, _values, _rows);
        seeds.Clear();
        for (var i = 0; i < count * u; i++)
        {
            var weighted = _roots[i % u] * _roots[i % u] * _values[i] * _scale;
            _sum += weighted * _values[i];
            Linear.VectorMath.Add(seeds.Slice(i / u * length, length), 2 * weighted, _rows.AsSpan(i * length, length));
        }
    }

    /// <summary>Root of the summed squares of the residuals at each of other points.</summary>
    public double[] ResidualSizes(double[] points) => Elsewhere(points, Equations,
        (residuals, p, jets, row) => residuals.Evaluate(p, 1, jets, row), row => Math.Sqrt(row.ToArray().Sum(r => r * r)));

    /// <summary>(points × coefficients) drift and covariance at other points.</summary>
    public double[] Coefficients(double[] points) => Elsewhere(points, _residuals.CoefficientCount, (residuals, p, jets, row) => residuals.Coefficients(p, jets, row), null);

    /// <summary>Residuals of a fixed function at other points: what identifies the problem.</summary>
    public IEnumerable<double> Probe(double[] points)
    {
        var count = points.Length / Network.Inputs.Count;
        var other = new EquationResiduals(Problem, Channels, Start);
        other.Place(points);
        var (jets, residuals) = (new double[count * _exact.JetLength], new double[count * Equations]);
        for (var i = 0; i < jets.Length; i++)
            jets[i] = 1 + 0.1 * (i % _exact.JetLength % 7);
        other.Evaluate(0, count, jets, residuals);
        return residuals.Concat(Network.Inputs.SelectMany(input => new[] { input.Lower, input.Upper }));
    }

    /// <summary>(points × unknowns) at other points.</summary>
    public double[] Unknowns(double[] points)
    {
        var policy = new double[Problem.Policies.Count];
        return Elsewhere(points, Problem.Unknowns.Count, (residuals, p, jets, row) => residuals.Policy(p, jets, row, policy), null);
    }

    private delegate void AtPoint(EquationResiduals residuals, int point, ReadOnlySpan<double> jets, Span<double> row);

    private double[] Elsewhere(double[] points, int width, AtPoint evaluate, Func<Span<double>, double>? reduce)
    {
        var count = points.Length / Network.Inputs.Count;
        var other = new EquationResiduals(Problem, Channels, Start);
        other.Place(points);
        var jets = new double[count * _exact.JetLength];
        _exact.Load(Network.Parameters);
        _exact.Forward(points, other.Weights, jets, other.Given);
        var (row, result) = (new double[width], new double[count * (reduce is null ? width : 1)]);
        for (var p = 0; p < count; p++)
        {
            evaluate(other, p, jets.AsSpan(p * _exact.JetLength, _exact.JetLength), row);
            if (reduce is null) row.CopyTo(result, p * width);
            else result[p] = reduce(row);
        }
        return result;
    }

    private static void Ensure(ref double[] buffer, int length)
    {
        if (buffer.Length < length) buffer = new double[length];
    }
}
