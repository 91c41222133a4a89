using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Limited-memory BFGS over all parameters as one vector. A step is a short minimisation that calls the closure several times.</summary>
/// <remarks>Source: Liu and Nocedal (1989).</remarks>
public class LBFGS : Optimizer, ILearningRateController
{
    public double _rate;
    private readonly Parameter[] _parameters;
    private readonly ParamGroup _group;
    private readonly long _maxIterations;
    private readonly long _maxEvaluations;
    private readonly double _gradientTolerance;
    private readonly double _changeTolerance;
    private readonly int _historySize;

    // What one step hands to the next.
    private readonly List<(Tensor gradientChange, Tensor step, double inverse)> _history = [];
    private Tensor? _direction;
    private Tensor? _previousGradient;
    private double _length;
    private double _scale = 1;
    private long _iterations;

    internal LBFGS(IEnumerable<Parameter> parameters, double lr, long maxIterations, long maxEvaluations, double gradientTolerance, double changeTolerance, long historySize)
        : base(IntPtr.Zero)
    {
        if (!(lr >= 0))
            throw new ArgumentException($"expected a learning rate of 0 or more, found {lr}", nameof(lr));
        if (historySize <= 0)
            throw new ArgumentException($"Invalid history size: {historySize}", nameof(historySize));
        _parameters = [.. parameters];
        (_maxIterations, _maxEvaluations) = (maxIterations, maxEvaluations);
        (_gradientTolerance, _changeTolerance) = (gradientTolerance, changeTolerance);
        _historySize = checked((int)historySize);
        _rate = InitialLearningRate = lr;
        _group = new ParamGroup { Parameters = _parameters, Options = new OptimizerOptions { LearningRate = lr, InitialLearningRate = lr } };
        _parameter_groups.Add(_group);
    }

    public double LearningRate
    {
        get => _group.LearningRate;
        set => _rate = _group.LearningRate = value;
    }

    public double InitialLearningRate { get; set; }

    /// <summary>Search along each direction for a length that satisfies the strong Wolfe conditions, instead of taking the rate.</summary>
    /// <remarks>TorchSharp's API has no name for it, so it is not public.</remarks>
    internal bool StrongWolfe { get; set; }

    /// <param name="closure">Clears the gradients, computes the loss, calls backward and returns the loss; required.</param>
    /// <returns>The loss at the start.</returns>
    public override Tensor? step(Func<Tensor>? closure)
    {
        if (closure is null)
            throw new ArgumentNullException(nameof(closure), "'closure' must be non-null when using the LBFGS optimizer.");
        using var noGrad = no_grad();
        var start = Call(closure);
        using var scope = NewDisposeScope();
        var loss = start.ToScalar().ToDouble();
        var gradient = Gradient();
        var evaluations = 1L;
        for (var iteration = 1; iteration <= _maxIterations && Largest(gradient) > _gradientTolerance; iteration++)
        {
            _iterations++;
            ChooseDirection(gradient);
            Keep(ref _previousGradient, gradient.clone());
            var previousLoss = loss;
            _length = LearningRate * (_iterations == 1 ? Math.Min(1.0, 1.0 / gradient.abs().sum().ToScalar().ToDouble()) : 1.0);
            var slope = Dot(gradient, _direction!);
            if (slope > -_changeTolerance)
                break;
            if (StrongWolfe)
            {
                using var origin = Values();
                var search = new StrongWolfeSearch(length => At(closure, origin, length), _direction!, _changeTolerance);
                (loss, gradient, _length) = search.Run(_length, loss, gradient, slope);
                evaluations += search.Evaluations;
                Place(origin, _length);
            }
            else
            {
                Advance(_length);
                if (iteration < _maxIterations)
                {
                    (loss, gradient) = Evaluate(closure);
                    evaluations++;
                }
            }
            if (evaluations >= _maxEvaluations || Math.Abs(_length) * Largest(_direction!) <= _changeTolerance)
                break;
            if (Math.Abs(loss - previousLoss) < _changeTolerance)
                break;
        }
        return start;
    }

    private protected override void FreeState()
    {
        _direction?.Dispose();
        _previousGradient?.Dispose();
        while (_history.Count > 0)
            Forget();
    }

    /// <summary>Minus the gradient times the approximate inverse Hessian, by the two-loop recursion.</summary>
    private void ChooseDirection(Tensor gradient)
    {
        if (_iterations == 1)
        {
            Keep(ref _direction, gradient.neg());
            return;
        }
        var change = gradient.sub(_previousGradient!);
        var step = _direction!.mul(_length);
        var curvature = Dot(change, step);
        if (curvature > 1e-10)
        {
            if (_history.Count == _historySize)
                Forget();
            _history.Add((change.DetachFromDisposeScope(), step.DetachFromDisposeScope(), 1.0 / curvature));
            _scale = curvature / Dot(change, change);
        }
        var weights = new double[_history.Count];
        var result = gradient.neg();
        for (var i = _history.Count - 1; i >= 0; i--)
        {
            weights[i] = Dot(_history[i].step, result) * _history[i].inverse;
            result.add_(_history[i].gradientChange, alpha: -weights[i]);
        }
        result.mul_(_scale);
        for (var i = 0; i < _history.Count; i++)
        {
            var back = Dot(_history[i].gradientChange, result) * _history[i].inverse;
            result.add_(_history[i].step, alpha: weights[i] - back);
        }
        Keep(ref _direction, result);
    }

    private void Forget()
    {
        _history[0].gradientChange.Dispose();
        _history[0].step.Dispose();
        _history.RemoveAt(0);
    }

    private static Tensor Call(Func<Tensor> closure)
    {
        using var recorded = enable_grad();
        return closure();
    }

    private (double loss, Tensor gradient) Evaluate(Func<Tensor> closure)
    {
        using var loss = Call(closure);
        return (loss.ToScalar().ToDouble(), Gradient());
    }

    private (double loss, Tensor gradient) At(Func<Tensor> closure, Tensor origin, double length)
    {
        Place(origin, length);
        return Evaluate(closure);
    }

    /// <summary>The gradients of all parameters as one vector; zeros where there is none.</summary>
    private Tensor Gradient() => cat([.. _parameters.Select(parameter => (parameter.grad ?? zeros_like(parameter)).reshape(-1))]);

    private Tensor Values() => cat([.. _parameters.Select(parameter => parameter.reshape(-1))]);

    /// <summary>Puts the parameters at a length along the direction from an origin.</summary>
    private void Place(Tensor origin, double length)
    {
        nn.utils.vector_to_parameters(origin, _parameters);
        Advance(length);
    }

    private void Advance(double length)
    {
        var start = 0L;
        foreach (var parameter in _parameters)
        {
            var count = parameter.numel();
            using var part = _direction!.narrow(0, start, count);
            using var shaped = part.view(parameter.shape);
            parameter.add_(shaped, alpha: length);
            start += count;
        }
    }

    private static double Dot(Tensor x, Tensor y)
    {
        using var product = x.dot(y);
        return product.ToScalar().ToDouble();
    }

    private static double Largest(Tensor x)
    {
        using var magnitude = x.abs();
        using var largest = magnitude.max();
        return largest.ToScalar().ToDouble();
    }

    private static void Keep(ref Tensor? field, Tensor value)
    {
        field?.Dispose();
        field = value.DetachFromDisposeScope();
    }
}
