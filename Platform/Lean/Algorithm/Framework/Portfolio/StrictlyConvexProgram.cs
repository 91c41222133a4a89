namespace QuantConnect.Algorithm.Framework.Portfolio;

/// <summary>Least ½ xᵀQx where some linear constraints hold: the dual active-set method.</summary>
/// <remarks>Source: Goldfarb and Idnani (1983), A numerically stable dual method for solving strictly convex quadratic programs.
/// The systems are small, so that each step solves its normal equations anew instead of updating factors.</remarks>
internal sealed class StrictlyConvexProgram
{
    private const double Tolerance = 1e-12;
    private readonly double[,] _inverse;
    private readonly List<(double[] Normal, double Bound, bool Equality)> _constraints = [];

    /// <param name="quadratic">(n, n) symmetric.</param>
    public StrictlyConvexProgram(double[,] quadratic)
    {
        Size = quadratic.GetLength(0);
        var matrix = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(quadratic);
        try
        {
            _inverse = matrix.Cholesky().Solve(MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseIdentity(Size)).ToArray();
        }
        catch (ArgumentException)
        {
            _inverse = null;
        }
    }

    public int Size { get; }

    /// <summary>normal · x = value.</summary>
    public void RequireEqual(double[] normal, double value) => _constraints.Add((normal, value, true));

    /// <summary>normal · x ≥ value.</summary>
    public void RequireAtLeast(double[] normal, double value) => _constraints.Add((normal, value, false));

    /// <summary>normal · x ≤ value.</summary>
    public void RequireAtMost(double[] normal, double value) => RequireAtLeast(Array.ConvertAll(normal, x => -x), -value);

    /// <returns>Whether there is a solution; false also where the matrix is not positive definite, or a number is not finite.</returns>
    public bool TrySolve(out double[] solution)
    {
        solution = new double[Size];
        if (_inverse == null) return false;
        var active = new List<int>();
        var multipliers = new List<double>();
        var signs = new double[_constraints.Count];
        Array.Fill(signs, 1);
        var order = Enumerable.Range(0, _constraints.Count).Where(x => _constraints[x].Equality).ToList();
        for (var step = 0; step < 100 * (Size + _constraints.Count); step++)
        {
            var violated = order.Count > 0 ? order[0] : MostViolated(solution, active);
            if (violated < 0) return solution.All(double.IsFinite);
            var (normal, bound, equality) = _constraints[violated];
            if (equality)
            {
                order.RemoveAt(0);
                // An equality counts from the side on which the point is.
                if (Dot(normal, solution) > bound) signs[violated] = -1;
            }
            if (!Enforce(violated, signs, active, multipliers, solution)) return false;
        }
        return false;
    }

    private bool Enforce(int entering, double[] signs, List<int> active, List<double> multipliers, double[] x)
    {
        var normal = Signed(entering, signs);
        var bound = _constraints[entering].Bound * signs[entering];
        var multiplier = 0.0;
        while (true)
        {
            var (direction, dual) = Directions(normal, active, signs);
            if (direction == null) return false;
            var curvature = Dot(direction, normal);
            // How far the multipliers of active inequalities stay non-negative.
            var (partial, leaving) = (double.PositiveInfinity, -1);
            for (var i = 0; i < active.Count; i++)
                if (!_constraints[active[i]].Equality && dual[i] > 0 && multipliers[i] / dual[i] < partial) (partial, leaving) = (multipliers[i] / dual[i], i);
            var dependent = curvature <= Tolerance * Dot(Multiply(normal), normal);
            if (dependent && _constraints[entering].Equality && Math.Abs(Dot(normal, x) - bound) <= Tolerance * (1 + Math.Abs(bound))) return true;
            var full = dependent ? double.PositiveInfinity : (bound - Dot(normal, x)) / curvature;
            var length = Math.Min(partial, full);
            if (double.IsPositiveInfinity(length) || double.IsNaN(length)) return false;
            for (var i = 0; i < active.Count; i++) multipliers[i] -= length * dual[i];
            multiplier += length;
            if (!dependent)
                for (var i = 0; i < Size; i++) x[i] += length * direction[i];
            if (length == full)
            {
                active.Add(entering);
                multipliers.Add(multiplier);
                return true;
            }
            active.RemoveAt(leaving);
            multipliers.RemoveAt(leaving);
        }
    }

    /// <summary>Step of x, and fall of the active multipliers, per unit of the entering one.</summary>
    private (double[] Primal, double[] Dual) Directions(double[] normal, List<int> active, double[] signs)
    {
        var free = Multiply(normal);
        if (active.Count == 0) return (free, []);
        var normals = active.ConvertAll(i => Signed(i, signs));
        var scaled = normals.ConvertAll(Multiply);
        var gram = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(active.Count, active.Count, (i, j) => Dot(normals[i], scaled[j]));
        var right = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(active.Count, i => Dot(normals[i], free));
        var dual = gram.LU().Solve(right).ToArray();
        if (!dual.All(double.IsFinite)) return (null, null);
        for (var i = 0; i < active.Count; i++)
            for (var j = 0; j < Size; j++) free[j] -= dual[i] * scaled[i][j];
        return (free, dual);
    }

    private int MostViolated(double[] x, List<int> active)
    {
        var (worst, index) = (-1e-11, -1);
        for (var i = 0; i < _constraints.Count; i++)
        {
            var (normal, bound, equality) = _constraints[i];
            if (equality || active.Contains(i)) continue;
            var slack = Dot(normal, x) - bound;
            if (slack < worst) (worst, index) = (slack, i);
        }
        return index;
    }

    private double[] Signed(int constraint, double[] signs) => Array.ConvertAll(_constraints[constraint].Normal, x => x * signs[constraint]);

    private double[] Multiply(double[] x)
    {
        var y = new double[Size];
        for (var i = 0; i < Size; i++)
            for (var j = 0; j < Size; j++) y[i] += _inverse[i, j] * x[j];
        return y;
    }

    private static double Dot(double[] x, double[] y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++) sum += x[i] * y[i];
        return sum;
    }
}
