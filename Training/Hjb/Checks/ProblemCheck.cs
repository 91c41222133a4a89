namespace LeanDeep.Training.Hjb.Checks;

/// <summary>A problem with its calibration, and what is known about its solution.</summary>
public abstract class ProblemCheck
{
    /// <param name="name">For the command line.</param>
    /// <param name="description">In one line.</param>
    protected ProblemCheck(string name, string description) => (Name, Description) = (name, description);

    public string Name { get; }
    public string Description { get; }

    /// <summary>How many states.</summary>
    public abstract int States { get; }

    /// <summary>Solves and compares.</summary>
    public abstract CheckResult Run(CancellationToken cancellation = default);
}
