using System.Diagnostics;
using LeanDeep.Training.Hjb.Shooting;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>Brunnermeier and Sannikov's model of 2014, whose two equations end at a free boundary, by shooting.</summary>
internal sealed class ShootingCheck(string name, string description) : ProblemCheck(name, description)
{
    public override int States => 1;

    public override CheckResult Run(CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        var problem = new BrunnermeierSannikov2014();
        var solution = problem.Solve(cancellation);
        return new(Name, "shooting", solution.Mismatch < 1e-3, 0, solution.Mismatch, clock.Elapsed.TotalSeconds,
        [
            ReferenceCheck.Near("q(0)", 0.486164, problem.HouseholdPrice, 1e-6), ReferenceCheck.Near("η*", 0.364762616, solution.Boundary, 1e-5),
            ReferenceCheck.Ratio("q(η*)", 1.406314, solution.Prices[^1], 1e-5),
        ]);
    }
}
