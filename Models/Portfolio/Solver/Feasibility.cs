namespace LeanDeep.Models.Portfolio.Solver;

/// <summary>Contradictions that the limits of single weights show at once.</summary>
internal static class Feasibility
{
    private const double Tolerance = 1e-9;

    /// <summary>Whether no weights within their own limits can meet some row, each row taken by itself.</summary>
    public static bool IsRuledOut(ScaledProblem problem)
    {
        double gross = 0, turnover = 0;
        for (var i = 0; i < problem.N; i++)
        {
            if (problem.Lower[i] > problem.Upper[i] + Tolerance) return true;
            gross += Distance(0, problem, i);
            turnover += Distance(problem.Held[i], problem, i);
        }
        if (gross > problem.Gross + Tolerance || (problem.Trades && turnover > problem.Turnover + Tolerance)) return true;
        if (Math.Max(problem.RowLower[0], -problem.RowUpper[0]) > problem.Gross + Tolerance) return true;
        for (var row = 0; row <= problem.Groups; row++)
        {
            double least = 0, greatest = 0;
            var coefficients = problem.Row(row);
            for (var i = 0; i < problem.N; i++)
            {
                var a = coefficients[i];
                if (a == 0) continue;
                least += a > 0 ? a * problem.Lower[i] : a * problem.Upper[i];
                greatest += a > 0 ? a * problem.Upper[i] : a * problem.Lower[i];
            }
            if (least > problem.RowUpper[row] + Tolerance || greatest < problem.RowLower[row] - Tolerance || problem.RowLower[row] > problem.RowUpper[row] + Tolerance) return true;
        }
        return false;
    }

    private static double Distance(double value, ScaledProblem problem, int i) =>
        Math.Max(0, Math.Max(problem.Lower[i] - value, value - problem.Upper[i]));
}
