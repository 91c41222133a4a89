namespace LeanDeep.Training.Hjb.Checks;

/// <summary>How far one quantity is from what is known.</summary>
/// <param name="Quantity">What, and where.</param>
/// <param name="Error">Largest |found − known|, or of their ratio less one where <paramref name="Relative"/>.</param>
/// <param name="Bound">Largest error that passes.</param>
/// <param name="Relative">Whether the error is relative.</param>
/// <param name="Mean">Mean error over the points compared; null where there is one point.</param>
/// <param name="Trivial">Error of the best constant; null where that says nothing.</param>
/// <param name="Myopic">Error of the policy that does not hedge; null where the quantity is no policy.</param>
public sealed record Measure(string Quantity, double Error, double Bound, bool Relative = false, double? Mean = null, double? Trivial = null, double? Myopic = null)
{
    /// <summary>A value that passes is a number within the bound.</summary>
    public bool Passed => Error <= Bound;
}

/// <summary>One problem of the benchmark set, solved and compared.</summary>
/// <param name="Name">Of the problem.</param>
/// <param name="Method">How it was solved: finite differences on which grid, or the closed form.</param>
/// <param name="Converged">What the solver said.</param>
/// <param name="Iterations">Newton iterations; 0 for closed forms.</param>
/// <param name="Residual">Largest |equation| left; 0 for closed forms.</param>
/// <param name="Seconds">Elapsed.</param>
/// <param name="Measures">What was compared.</param>
public sealed record CheckResult(string Name, string Method, bool Converged, int Iterations, double Residual, double Seconds, IReadOnlyList<Measure> Measures)
{
    public bool Passed => Converged && Measures.All(measure => measure.Passed);
}
