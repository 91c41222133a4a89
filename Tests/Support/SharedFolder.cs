using Xunit;

namespace LeanDeep.Tests;

/// <summary>Real market data and reference values that are not part of the repository:
/// the folder named by <c>LEANDEEP_SHARED</c>, or <c>../shared</c> beside the repository.</summary>
public static class SharedFolder
{
    /// <summary>Absolute path of the repository's root.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Absolute path of the shared folder, whether or not it exists.</summary>
    public static string Root { get; } =
        Path.GetFullPath(Environment.GetEnvironmentVariable("LEANDEEP_SHARED") is { Length: > 0 } named
            ? named
            : Path.Combine(Repository, "..", "shared"));

    /// <summary>Absolute path of a file or folder below <see cref="Root"/>.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LeanDeep.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"LeanDeep.sln: expected above {AppContext.BaseDirectory}, found in no parent folder");
    }
}

/// <summary>A fact that needs a file or folder of <see cref="SharedFolder"/>; skipped with a message where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string relative)
    {
        Relative = relative;
        if (!Path.Exists(SharedFolder.PathOf(relative)))
            Skip = $"needs {SharedFolder.PathOf(relative)} (set LEANDEEP_SHARED)";
    }

    public string Relative { get; }
}

/// <summary>A theory that needs a file or folder of <see cref="SharedFolder"/>; skipped with a message where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute(string relative)
    {
        Relative = relative;
        if (!Path.Exists(SharedFolder.PathOf(relative)))
            Skip = $"needs {SharedFolder.PathOf(relative)} (set LEANDEEP_SHARED)";
    }

    public string Relative { get; }
}
