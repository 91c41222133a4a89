using LeanDeep.Training.Hjb.Neural;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>Single numbers of a network's solution.</summary>
internal sealed class NetworkValues(NeuralSolution solution)
{
    private const int Scan = 20_000;
    private readonly double[] _unknowns = new double[solution.Problem.Unknowns.Count], _policies = new double[solution.Problem.Policies.Count];

    /// <summary>Unknown k at a state.</summary>
    public double Value(int k, params double[] state)
    {
        solution.At(state, _unknowns, _policies);
        return _unknowns[k];
    }

    /// <summary>Policy k at a state.</summary>
    public double Policy(int k, params double[] state)
    {
        solution.At(state, _unknowns, _policies);
        return _policies[k];
    }

    /// <summary>In one state: where policy k, a share, reaches one; NaN where it does not.</summary>
    public double Kink(int k)
    {
        foreach (var x in Line())
            if (Policy(k, x) >= 1) return x;
        return double.NaN;
    }

    /// <summary>In one state: the largest of policy k.</summary>
    public double Largest(int k) => Line().Max(x => Policy(k, x));

    private IEnumerable<double> Line()
    {
        var state = solution.Problem.States[0];
        return Enumerable.Range(0, Scan + 1).Select(i => state.Unscale(2.0 * i / Scan - 1));
    }
}
