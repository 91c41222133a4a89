namespace LeanDeep.Cli.PlatformCheck;

/// <summary>How a type or member of the embedded platform stands to the genuine package.</summary>
internal enum SurfaceVerdict
{
    /// <summary>The package has it just so.</summary>
    Same,

    /// <summary>The package has it and allows more: what compiles here compiles there.</summary>
    Narrower,

    /// <summary>The package has it otherwise.</summary>
    Different,

    /// <summary>The package lacks it.</summary>
    Absent,
}

/// <param name="Id">The compiler's name of it in documentation.</param>
/// <param name="Member">As sources would name it.</param>
/// <param name="Verdict">How it stands to the genuine package.</param>
/// <param name="Detail">What is expected and what is found; null where it is the same.</param>
internal sealed record SurfaceFinding(string Id, string Member, SurfaceVerdict Verdict, string? Detail);

/// <param name="Findings">Of each visible type and member of the embedded assembly.</param>
/// <param name="LackedTypes">Types of the package that the embedded assembly lacks.</param>
/// <param name="LackedMembers">Members of the package, in types of the embedded assembly, which that lacks.</param>
internal sealed record SurfaceReport(IReadOnlyList<SurfaceFinding> Findings, int LackedTypes, int LackedMembers);
