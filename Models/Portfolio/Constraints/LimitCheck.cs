namespace LeanDeep.Models.Portfolio;

/// <summary>Compares weights with limits.</summary>
internal static class LimitCheck
{
    public static IReadOnlyList<ConstraintViolation> Violations(
        AllocationLimits limits, ReadOnlySpan<double> weights, ReadOnlySpan<double> held, ReadOnlySpan<double> covariance, double tolerance)
    {
        limits.RequireConsistent();
        var n = limits.Names.Count;
        if (weights.Length != n) throw new ArgumentException($"weights: expected {n}, found {weights.Length}", nameof(weights));
        if (held.Length != 0 && held.Length != n) throw new ArgumentException($"held: expected {n} or none, found {held.Length}", nameof(held));
        List<ConstraintViolation>? found = null;
        double net = 0, gross = 0, turnover = 0;
        for (var i = 0; i < n; i++)
        {
            net += weights[i];
            gross += Math.Abs(weights[i]);
            turnover += Math.Abs(weights[i] - (held.Length == 0 ? 0 : held[i]));
        }
        Compare(ConstraintKind.Net, "net", net, limits.Net.Lower, limits.Net.Upper);
        for (var i = 0; i < n; i++)
            Compare(ConstraintKind.Box, limits.Names[i], weights[i], limits.Lower[i], limits.Upper[i]);
        for (var k = 0; k < limits.Groups; k++)
        {
            var sum = 0.0;
            for (var i = 0; i < n; i++) sum += limits.GroupMatrix[k * n + i] * weights[i];
            Compare(ConstraintKind.Group, limits.GroupNames[k], sum, limits.GroupLower[k], limits.GroupUpper[k]);
        }
        Compare(ConstraintKind.Gross, "gross", gross, double.NegativeInfinity, limits.Gross);
        Compare(ConstraintKind.Turnover, "turnover", turnover, double.NegativeInfinity, limits.Turnover);
        if (double.IsFinite(limits.Volatility))
            Compare(ConstraintKind.Volatility, "volatility", Volatility(weights, covariance), double.NegativeInfinity, limits.Volatility);
        return found ?? (IReadOnlyList<ConstraintViolation>)[];

        void Compare(ConstraintKind kind, string name, double value, double lower, double upper)
        {
            if (!(value >= lower - tolerance) && !double.IsNegativeInfinity(lower))
                (found ??= []).Add(new ConstraintViolation(new Constraint(kind, name, Bound.Lower, lower), value, lower - value));
            if (!(value <= upper + tolerance) && !double.IsPositiveInfinity(upper))
                (found ??= []).Add(new ConstraintViolation(new Constraint(kind, name, Bound.Upper, upper), value, value - upper));
        }
    }

    private static double Volatility(ReadOnlySpan<double> weights, ReadOnlySpan<double> covariance)
    {
        var n = weights.Length;
        if (covariance.Length != n * n)
            throw new ArgumentException($"covariance: expected {n} × {n} for the volatility limit, found {covariance.Length} values", nameof(covariance));
        var variance = 0.0;
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                variance += weights[i] * covariance[i * n + j] * weights[j];
        return Math.Sqrt(Math.Max(variance, 0));
    }
}
