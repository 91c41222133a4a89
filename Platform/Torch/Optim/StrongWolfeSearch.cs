using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>Finds a step length that satisfies the strong Wolfe conditions, by bracketing and cubic interpolation.</summary>
/// <remarks>Source: Nocedal and Wright (2006), algorithms 3.5 and 3.6, and equation 3.59.</remarks>
/// <param name="evaluate">The loss and its gradient at a length.</param>
/// <param name="direction">The direction searched.</param>
/// <param name="changeTolerance">The bracket is narrow enough when no element of the step can change by more.</param>
internal sealed class StrongWolfeSearch(Func<double, (double loss, Tensor gradient)> evaluate, Tensor direction, double changeTolerance)
{
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;
    private const int MostIterations = 25;

    private double _startLoss;
    private double _startSlope;

    /// <summary>How often the closure was called.</summary>
    public int Evaluations { get; private set; }

    public (double loss, Tensor gradient, double length) Run(double length, double loss, Tensor gradient, double slope)
    {
        (_startLoss, _startSlope) = (loss, slope);
        var (low, high, iterations) = Bracket(new Point(0, loss, gradient, slope), length);
        if (high is { } other)
            low = Zoom(low, other, iterations);
        return (low.Loss, low.Gradient, low.Length);
    }

    /// <summary>Walks outwards until a point satisfies both conditions (then it comes alone) or two points enclose one.</summary>
    private (Point low, Point? high, int iterations) Bracket(Point start, double length)
    {
        var previous = start;
        var current = Evaluate(length);
        var iteration = 0;
        while (iteration < MostIterations)
        {
            if (!Decreases(current) || (iteration > 1 && current.Loss >= previous.Loss))
                return Ordered(previous, current, iteration);
            if (IsFlat(current))
                return (current, null, iteration);
            if (current.Slope >= 0)
                return Ordered(previous, current, iteration);
            var next = Interpolate(previous, current, current.Length + 0.01 * (current.Length - previous.Length), current.Length * 10);
            previous = current;
            current = Evaluate(next);
            iteration++;
        }
        return Ordered(start, current, iteration);
    }

    private Point Zoom(Point low, Point high, int iteration)
    {
        using var magnitude = direction.abs();
        using var largest = magnitude.max();
        var reach = largest.ToScalar().ToDouble();
        var stalled = false;
        while (iteration < MostIterations)
        {
            var (left, right) = (Math.Min(low.Length, high.Length), Math.Max(low.Length, high.Length));
            if ((right - left) * reach < changeTolerance)
                break;
            var length = Interpolate(low, high, left, right);
            var margin = 0.1 * (right - left);
            if (Math.Min(right - length, length - left) < margin)
            {
                // Too near to an end twice running, or at it: move a tenth inwards.
                if (stalled || length >= right || length <= left)
                {
                    length = Math.Abs(length - right) < Math.Abs(length - left) ? right - margin : left + margin;
                    stalled = false;
                }
                else
                {
                    stalled = true;
                }
            }
            else
            {
                stalled = false;
            }
            var current = Evaluate(length);
            iteration++;
            if (!Decreases(current) || current.Loss >= low.Loss)
            {
                high = current;
                continue;
            }
            if (IsFlat(current))
                return current;
            if (current.Slope * (high.Length - low.Length) >= 0)
                high = low;
            low = current;
        }
        return low;
    }

    private Point Evaluate(double length)
    {
        var (loss, gradient) = evaluate(length);
        Evaluations++;
        using var slope = gradient.dot(direction);
        return new Point(length, loss, gradient, slope.ToScalar().ToDouble());
    }

    private bool Decreases(Point point) => point.Loss <= _startLoss + SufficientDecrease * point.Length * _startSlope;

    private bool IsFlat(Point point) => Math.Abs(point.Slope) <= -Curvature * _startSlope;

    private static (Point low, Point? high, int iterations) Ordered(Point a, Point b, int iterations) =>
        a.Loss <= b.Loss ? (a, b, iterations) : (b, a, iterations);

    /// <summary>The minimum of the cubic through two points with their slopes, within bounds.</summary>
    private static double Interpolate(Point a, Point b, double least, double most)
    {
        var (left, right) = a.Length <= b.Length ? (a, b) : (b, a);
        var d1 = left.Slope + right.Slope - 3 * (left.Loss - right.Loss) / (left.Length - right.Length);
        var square = d1 * d1 - left.Slope * right.Slope;
        if (!(square >= 0))
            return (least + most) / 2;
        var d2 = Math.Sqrt(square);
        var minimum = right.Length - (right.Length - left.Length) * ((right.Slope + d2 - d1) / (right.Slope - left.Slope + 2 * d2));
        return Math.Min(Math.Max(minimum, least), most);
    }

    private readonly record struct Point(double Length, double Loss, Tensor Gradient, double Slope);
}
