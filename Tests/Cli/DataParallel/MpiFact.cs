namespace LeanDeep.Tests.Cli.DataParallel;

/// <summary>A fact that needs Open MPI; skipped with a message where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "mpirun"))))
            Skip = "expected mpirun (Debian: openmpi-bin), found none";
    }
}
