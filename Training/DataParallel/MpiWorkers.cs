using System.Globalization;

namespace LeanDeep.Training.DataParallel;

/// <summary>The processes that <c>mpirun</c> started, on one machine or many.</summary>
public sealed class MpiWorkers : WorkerGroup
{
    private const string SizeVariable = "OMPI_COMM_WORLD_SIZE";
    private readonly MpiLibrary _library;

    private MpiWorkers(MpiLibrary library) => (_library, Rank, Count) = (library, library.Rank(), library.Size());

    /// <inheritdoc/>
    public override int Rank { get; }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <summary>Whether <c>mpirun</c> started this process beside others.</summary>
    public static bool IsOneOfSeveral =>
        int.TryParse(Environment.GetEnvironmentVariable(SizeVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 1;

    /// <summary>Joins the others; once in a process.</summary>
    /// <exception cref="DllNotFoundException">There is no Open MPI.</exception>
    public static MpiWorkers Join() => new(MpiLibrary.Start());

    /// <inheritdoc/>
    protected override void SumOverAll(Span<double> values) => _library.SumOverAll(values);

    /// <summary>Ends together with the others. A worker that fails does not call it: <c>mpirun</c> then ends all.</summary>
    public void Leave() => _library.Finish();
}
