namespace LeanDeep.Training.Hjb.Numbers;

/// <summary>A double.</summary>
public readonly record struct Real(double Number) : IReal<Real>
{
    public static Real Of(double value) => new(value);
    public static Real operator -(Real value) => new(-value.Number);
    public static Real operator +(Real left, Real right) => new(left.Number + right.Number);
    public static Real operator -(Real left, Real right) => new(left.Number - right.Number);
    public static Real operator *(Real left, Real right) => new(left.Number * right.Number);
    public static Real operator /(Real left, Real right) => new(left.Number / right.Number);
    public static Real operator +(Real left, double right) => new(left.Number + right);
    public static Real operator -(Real left, double right) => new(left.Number - right);
    public static Real operator *(Real left, double right) => new(left.Number * right);
    public static Real operator /(Real left, double right) => new(left.Number / right);
    public static Real operator +(double left, Real right) => new(left + right.Number);
    public static Real operator -(double left, Real right) => new(left - right.Number);
    public static Real operator *(double left, Real right) => new(left * right.Number);
    public static Real operator /(double left, Real right) => new(left / right.Number);
    public static Real Exp(Real value) => new(Math.Exp(value.Number));
    public static Real Log(Real value) => new(Math.Log(value.Number));
    public static Real Sqrt(Real value) => new(Math.Sqrt(value.Number));
    public static Real Pow(Real value, double exponent) => new(Math.Pow(value.Number, exponent));
    public static Real Square(Real value) => new(value.Number * value.Number);
}
