namespace LeanDeep.Training.Hjb.Numbers;

/// <summary>A number with its first and second derivatives with respect to at most two states.</summary>
/// <remarks>Forward differentiation; the parts may themselves carry derivatives. Source: Griewank and Walther (2008), Evaluating Derivatives, ch. 13.</remarks>
/// <param name="Value">The number.</param>
/// <param name="X">∂/∂x.</param>
/// <param name="Y">∂/∂y.</param>
/// <param name="XX">∂²/∂x².</param>
/// <param name="XY">∂²/∂x∂y.</param>
/// <param name="YY">∂²/∂y².</param>
public readonly record struct Taylor<T>(T Value, T X, T Y, T XX, T XY, T YY) : IReal<Taylor<T>> where T : struct, IReal<T>
{
    public double Number => Value.Number;
    public static Taylor<T> Of(double value)
    {
        var zero = T.Of(0);
        return new(T.Of(value), zero, zero, zero, zero, zero);
    }

    public static Taylor<T> operator -(Taylor<T> a) => new(-a.Value, -a.X, -a.Y, -a.XX, -a.XY, -a.YY);
    public static Taylor<T> operator +(Taylor<T> a, Taylor<T> b) => new(a.Value + b.Value, a.X + b.X, a.Y + b.Y, a.XX + b.XX, a.XY + b.XY, a.YY + b.YY);
    public static Taylor<T> operator -(Taylor<T> a, Taylor<T> b) => new(a.Value - b.Value, a.X - b.X, a.Y - b.Y, a.XX - b.XX, a.XY - b.XY, a.YY - b.YY);
    public static Taylor<T> operator *(Taylor<T> a, Taylor<T> b) => new(
        a.Value * b.Value, a.X * b.Value + a.Value * b.X, a.Y * b.Value + a.Value * b.Y,
        a.XX * b.Value + 2 * (a.X * b.X) + a.Value * b.XX, a.XY * b.Value + a.X * b.Y + a.Y * b.X + a.Value * b.XY, a.YY * b.Value + 2 * (a.Y * b.Y) + a.Value * b.YY);
    public static Taylor<T> operator /(Taylor<T> a, Taylor<T> b) => a * (1 / b);
    public static Taylor<T> operator +(Taylor<T> a, double b) => a with { Value = a.Value + b };
    public static Taylor<T> operator -(Taylor<T> a, double b) => a with { Value = a.Value - b };
    public static Taylor<T> operator *(Taylor<T> a, double b) => new(a.Value * b, a.X * b, a.Y * b, a.XX * b, a.XY * b, a.YY * b);
    public static Taylor<T> operator /(Taylor<T> a, double b) => a * (1 / b);
    public static Taylor<T> operator +(double a, Taylor<T> b) => b + a;
    public static Taylor<T> operator -(double a, Taylor<T> b) => -b + a;
    public static Taylor<T> operator *(double a, Taylor<T> b) => b * a;
    public static Taylor<T> operator /(double a, Taylor<T> b)
    {
        var inverse = 1 / b.Value;
        var square = T.Square(inverse);
        return Chain(b, a * inverse, -a * square, 2 * a * (square * inverse));
    }

    public static Taylor<T> Exp(Taylor<T> a)
    {
        var value = T.Exp(a.Value);
        return Chain(a, value, value, value);
    }

    public static Taylor<T> Log(Taylor<T> a)
    {
        var inverse = 1 / a.Value;
        return Chain(a, T.Log(a.Value), inverse, -T.Square(inverse));
    }

    public static Taylor<T> Sqrt(Taylor<T> a)
    {
        var root = T.Sqrt(a.Value);
        return Chain(a, root, 0.5 / root, -0.25 / (root * a.Value));
    }

    public static Taylor<T> Pow(Taylor<T> a, double exponent)
    {
        var power = T.Pow(a.Value, exponent);
        return Chain(a, power, exponent * power / a.Value, exponent * (exponent - 1) * power / T.Square(a.Value));
    }

    public static Taylor<T> Square(Taylor<T> a) => Chain(a, T.Square(a.Value), 2 * a.Value, T.Of(2));

    private static Taylor<T> Chain(Taylor<T> a, T value, T first, T second) => new(
        value, first * a.X, first * a.Y, first * a.XX + second * T.Square(a.X), first * a.XY + second * (a.X * a.Y), first * a.YY + second * T.Square(a.Y));
}
