using System.Diagnostics;

namespace LeanDeep.Training.Hjb.Checks;

/// <summary>A closed form in many dimensions, where no grid reaches, against values found by other means.</summary>
internal sealed class ClosedFormCheck(string name, string description, int states, Func<IEnumerable<Measure>> compare) : ProblemCheck(name, description)
{
    public override int States => states;

    public override CheckResult Run(CancellationToken cancellation = default)
    {
        var clock = Stopwatch.StartNew();
        Measure[] measures = [.. compare()];
        return new(Name, "closed form", true, 0, 0, clock.Elapsed.TotalSeconds, measures);
    }
}
