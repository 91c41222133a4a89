namespace LeanDeep.Training.Hjb.Numbers;

/// <summary>What the equations of a problem compute with: plain numbers, or numbers that carry derivatives.</summary>
/// <remarks>A problem writes its mathematics once, generic in <typeparamref name="T"/>; <see cref="Real"/> evaluates it and
/// <see cref="Dual"/> also gives exact derivatives, for Newton's method and for the gradients of a network.</remarks>
public interface IReal<T> where T : struct, IReal<T>
{
    /// <summary>The value, without derivatives, for decisions.</summary>
    double Number { get; }

    static abstract T Of(double value);
    static abstract T operator -(T value);
    static abstract T operator +(T left, T right);
    static abstract T operator -(T left, T right);
    static abstract T operator *(T left, T right);
    static abstract T operator /(T left, T right);
    static abstract T operator +(T left, double right);
    static abstract T operator -(T left, double right);
    static abstract T operator *(T left, double right);
    static abstract T operator /(T left, double right);
    static abstract T operator +(double left, T right);
    static abstract T operator -(double left, T right);
    static abstract T operator *(double left, T right);
    static abstract T operator /(double left, T right);
    static abstract T Exp(T value);
    static abstract T Log(T value);
    static abstract T Sqrt(T value);
    static abstract T Pow(T value, double exponent);
    static abstract T Square(T value);

    /// <summary>The smaller, with its derivatives.</summary>
    static virtual T Min(T left, T right) => left.Number <= right.Number ? left : right;

    /// <summary>The larger, with its derivatives.</summary>
    static virtual T Max(T left, T right) => left.Number >= right.Number ? left : right;
}
