using LeanDeep.Training.Experiments;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.WalkForward.Portfolios;

/// <summary>How one kind of model that gives weights is trained at a roll.</summary>
public abstract class RollTrainer
{
    /// <summary>Of the model: of its bundles in the registry.</summary>
    public abstract string Name { get; }

    /// <summary>Folder of the run.</summary>
    public abstract string Output { get; }

    /// <summary>How often a step may fail.</summary>
    public abstract int Attempts { get; }

    /// <summary>Limit of the population stability index; null for none.</summary>
    public abstract double? MostPsi { get; }

    /// <summary>Assets or names, in order.</summary>
    public abstract IReadOnlyList<string> Assets { get; }

    /// <summary>Oldest first, at least one.</summary>
    public abstract IReadOnlyList<PortfolioRoll> Rolls { get; }

    /// <summary>What is trained at each roll, for example seeds.</summary>
    public abstract IReadOnlyList<string> Variants { get; }

    /// <summary>The config as canonical JSON.</summary>
    public abstract byte[] Config { get; }

    /// <summary>All but data and dates that the result of a training depends on.</summary>
    protected abstract string TrainingKey { get; }

    /// <summary>Whether a training's result holds what its decisions earned in its block, and so depends on it.</summary>
    protected virtual bool SeesItsBlock => true;

    /// <summary>Trading days of the data, ascending.</summary>
    public abstract IReadOnlyList<DateOnly> Sessions { get; }

    /// <summary>Daily returns of an asset, NaN where undefined and on sessions without a bar.</summary>
    /// <param name="session">Number of the session.</param>
    /// <param name="asset">Number of the asset.</param>
    protected internal abstract double ReturnOf(int session, int asset);

    /// <summary>Trains, and writes a bundle to the store given.</summary>
    /// <param name="roll">When.</param>
    /// <param name="variant">One of <see cref="Variants"/>.</param>
    /// <param name="through">Last session of the block that is tested.</param>
    /// <param name="store">Root of an object store.</param>
    /// <param name="work">Folder of this training alone: what it leaves there when it is interrupted it goes on from.</param>
    /// <param name="created">For the manifest.</param>
    /// <param name="gitCommit">Commit of the sources; empty where unknown.</param>
    /// <param name="cancellation">Ends it.</param>
    public abstract PortfolioCandidate Train(PortfolioRoll roll, string variant, DateOnly through, string store, string work, DateTimeOffset created, string gitCommit, CancellationToken cancellation);

    /// <summary>Hash of all that a training's result depends on.</summary>
    internal string Key(PortfolioRoll roll, string variant, DateOnly through, SortedDictionary<string, string> digests)
    {
        if (!SeesItsBlock)
            through = roll.TrainedThrough;
        return InputHash.Of(["portfolio training 1", TrainingKey, FormattableString.Invariant($"{roll.TrainFrom:yyyy-MM-dd} {roll.TrainThrough:yyyy-MM-dd} {roll.TrainedThrough:yyyy-MM-dd} {through:yyyy-MM-dd}"), variant,
            .. digests.TakeWhile(entry => string.CompareOrdinal(entry.Key, FormattableString.Invariant($"{through:yyyy-MM-dd}")) <= 0).Select(entry => entry.Value)]);
    }

    /// <summary>Date and hash of each session's returns.</summary>
    internal SortedDictionary<string, string> Digests()
    {
        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var row = new double[Assets.Count];
        for (var session = 0; session < Sessions.Count; session++)
        {
            for (var asset = 0; asset < row.Length; asset++)
                row[asset] = ReturnOf(session, asset);
            digests[FormattableString.Invariant($"{Sessions[session]:yyyy-MM-dd}")] = Models.Inference.ModelBundle.HashOf(System.Runtime.InteropServices.MemoryMarshal.AsBytes(row.AsSpan()));
        }
        return digests;
    }

    /// <summary>Largest index of an asset's returns: the block before a roll against all before that block; NaN for the first.</summary>
    internal double LargestPsi(PortfolioRoll roll)
    {
        if (roll.Index == 0)
            return double.NaN;
        var (block, end) = (Rolls[roll.Index - 1].Date, roll.TrainedThrough);
        var largest = double.NaN;
        for (var asset = 0; asset < Assets.Count; asset++)
        {
            var (before, recent) = (new List<float>(), new List<float>());
            for (var session = 0; session < Sessions.Count && Sessions[session] <= end; session++)
                if (ReturnOf(session, asset) is var value && double.IsFinite(value) && !(Sessions[session] < roll.TrainFrom))
                    (Sessions[session] < block ? before : recent).Add((float)value);
            if (before.Count > 0 && recent.Count > 0 && PopulationStability.Index(before.ToArray(), recent.ToArray()) is var index && !(index <= largest))
                largest = index;
        }
        return largest;
    }

    /// <summary>Rolls by a rule, from the session after a first model's last on.</summary>
    /// <param name="sessions">Ascending.</param>
    /// <param name="retrain">Which sessions begin a roll.</param>
    /// <param name="window">Whether training samples keep their number of sessions.</param>
    /// <param name="from">First session of the first roll's training; null for the data's first.</param>
    /// <param name="trainThrough">Last session of the first roll's training.</param>
    /// <param name="stopThrough">The session before the first roll, or a day between that and it.</param>
    /// <exception cref="InvalidDataException">The dates leave no session.</exception>
    protected static IReadOnlyList<PortfolioRoll> Plan(IReadOnlyList<DateOnly> sessions, RetrainConfig retrain, TrainingWindow window, DateOnly? from, DateOnly trainThrough, DateOnly stopThrough)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(retrain);
        var first = Count(sessions, stopThrough);
        var (begin, teach) = (from is { } date ? Count(sessions, date.AddDays(-1)) : 0, Count(sessions, trainThrough) - 1);
        if (first >= sessions.Count || teach < begin)
            throw new InvalidDataException(FormattableString.Invariant($"dates: expected sessions from {sessions[begin]:yyyy-MM-dd} to train, and after {stopThrough:yyyy-MM-dd} to trade, found the last on {sessions[^1]:yyyy-MM-dd}"));
        int[] starts = [first, .. Enumerable.Range(first + 1, sessions.Count - first - 1).Where(i => RollPlan.Begins(retrain, sessions[i - 1], sessions[i]))];
        // The block of the last one is to have a return after its first decision.
        if (starts.Length > 1 && sessions.Count - starts[^1] < 2)
            starts = starts[..^1];
        return [.. starts.Select((start, index) => new PortfolioRoll(
            index, sessions[start], index + 1 < starts.Length ? sessions[starts[index + 1] - 1] : sessions[^1], index + 1 < starts.Length ? sessions[starts[index + 1]] : sessions[^1], sessions[start - 1],
            window == TrainingWindow.Rolling ? sessions[begin + start - first] : from, sessions[teach + start - first]))];
    }

    /// <summary>Sessions up to a day.</summary>
    private static int Count(IReadOnlyList<DateOnly> sessions, DateOnly through) => sessions.Count(session => session <= through);
}
