using System.Runtime.Intrinsics;

namespace LeanDeep.Training.Hjb.Numbers;

/// <summary>A number and its derivatives with respect to four inputs.</summary>
/// <remarks>Forward differentiation, exact to rounding. Source: Griewank and Walther (2008), Evaluating Derivatives, ch. 3.</remarks>
public readonly record struct Dual(double Number, Vector256<double> Slope) : IReal<Dual>
{
    /// <summary>How many derivatives one number carries.</summary>
    public const int Width = 4;

    public static Dual Of(double value) => new(value, default);

    /// <summary>An input: its derivative with respect to itself is one.</summary>
    /// <param name="value">Of the input.</param>
    /// <param name="slot">0 to 3; anything else makes a constant.</param>
    public static Dual Input(double value, int slot) =>
        new(value, (uint)slot < Width ? Vector256<double>.Zero.WithElement(slot, 1.0) : default);

    public static Dual operator -(Dual value) => new(-value.Number, -value.Slope);
    public static Dual operator +(Dual left, Dual right) => new(left.Number + right.Number, left.Slope + right.Slope);
    public static Dual operator -(Dual left, Dual right) => new(left.Number - right.Number, left.Slope - right.Slope);
    public static Dual operator *(Dual left, Dual right) =>
        new(left.Number * right.Number, left.Slope * right.Number + right.Slope * left.Number);
    public static Dual operator /(Dual left, Dual right)
    {
        var quotient = left.Number / right.Number;
        return new(quotient, (left.Slope - right.Slope * quotient) / right.Number);
    }
    public static Dual operator +(Dual left, double right) => left with { Number = left.Number + right };
    public static Dual operator -(Dual left, double right) => left with { Number = left.Number - right };
    public static Dual operator *(Dual left, double right) => new(left.Number * right, left.Slope * right);
    public static Dual operator /(Dual left, double right) => new(left.Number / right, left.Slope / right);
    public static Dual operator +(double left, Dual right) => right + left;
    public static Dual operator -(double left, Dual right) => new(left - right.Number, -right.Slope);
    public static Dual operator *(double left, Dual right) => right * left;
    public static Dual operator /(double left, Dual right) => Chain(right, left / right.Number, -left / (right.Number * right.Number));
    public static Dual Exp(Dual value)
    {
        var exponential = Math.Exp(value.Number);
        return Chain(value, exponential, exponential);
    }
    public static Dual Log(Dual value) => Chain(value, Math.Log(value.Number), 1 / value.Number);
    public static Dual Sqrt(Dual value)
    {
        var root = Math.Sqrt(value.Number);
        return Chain(value, root, 0.5 / root);
    }
    public static Dual Pow(Dual value, double exponent)
    {
        var power = Math.Pow(value.Number, exponent);
        return Chain(value, power, exponent * power / value.Number);
    }
    public static Dual Square(Dual value) => Chain(value, value.Number * value.Number, 2 * value.Number);

    private static Dual Chain(Dual value, double number, double derivative) => new(number, value.Slope * derivative);
}
