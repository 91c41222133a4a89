using System.Globalization;
using LeanDeep.Training.Data;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.WalkForward;

/// <summary>One retraining.</summary>
/// <param name="Index">From 0, the oldest.</param>
/// <param name="Date">First session of its block: the first that its model may trade.</param>
/// <param name="TrainedThrough">The session before: date of its bundle. All that training, choice and monitors see ends by then.</param>
/// <param name="Split">Training block and the block until the next roll; the latter is empty where the data ends before it.</param>
/// <param name="Trades">Whether its model is wanted; the rolls before only tell which configurations are good.</param>
public sealed record Roll(int Index, DateOnly Date, DateOnly TrainedThrough, SessionSplit Split, bool Trades)
{
    /// <summary>Names its files and steps.</summary>
    public string Name => Date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}

/// <summary>The retrainings of a run on a dataset, oldest first. More data adds rolls and leaves those before as they are.</summary>
public sealed class RollPlan
{
    private RollPlan(IReadOnlyList<Roll> rolls, DateOnly through) => (Rolls, Through) = (rolls, through);

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Roll> Rolls { get; }

    /// <summary>Last session that is traded.</summary>
    public DateOnly Through { get; }

    /// <summary>Those whose models trade.</summary>
    public IEnumerable<Roll> Traded => Rolls.Where(roll => roll.Trades);

    /// <param name="dataset">Rows.</param>
    /// <param name="config">With a walk-forward section.</param>
    /// <exception cref="InvalidDataException">The rolls do not fit the sessions that have rows; says what would.</exception>
    public static RollPlan Of(SupervisedDataset dataset, ExperimentConfig config)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(config);
        var walk = config.WalkForward ?? throw new InvalidDataException("walkForward: expected a section of the config, found none");
        var sessions = dataset.Sessions;
        var last = LastBefore(sessions, walk.Through?.AddDays(1) ?? DateOnly.MaxValue);
        var starts = Starts(sessions, last, walk);
        var first = starts.FindIndex(start => DateOf(sessions, start) >= walk.From);
        if (first < 0 || last < 0)
            throw new InvalidDataException($"walkForward.from: expected a date up to {Text(sessions[^1])}, the last of the data, found {Text(walk.From)}");
        if (first < walk.SelectionRolls)
            throw new InvalidDataException($"walkForward.selectionRolls: expected at most {first} rolls before {Text(walk.From)}, found {walk.SelectionRolls}");
        var firstRow = dataset.RowSessions[0];
        var rolls = new List<Roll>();
        for (var at = first - walk.SelectionRolls; at < starts.Count; at++)
        {
            var index = rolls.Count;
            var testLast = at + 1 < starts.Count ? starts[at + 1] - 1 : last;
            // The last label ends by the embargo before the block.
            var trainLast = starts[at] - config.Split.Embargo - dataset.Horizon;
            var trainFirst = walk.Window == TrainingWindow.Expanding ? firstRow : trainLast - config.Split.TrainLength + 1;
            if (trainFirst < firstRow || trainLast < trainFirst)
                throw new InvalidDataException(trainLast > firstRow
                    ? $"split.trainLength: expected at most {trainLast - firstRow + 1} sessions with rows before the roll of {Text(DateOf(sessions, starts[at]))}, found {config.Split.TrainLength}"
                    : $"walkForward.from: expected sessions with rows before the roll of {Text(DateOf(sessions, starts[at]))}, found the first row on {Text(sessions[firstRow])}");
            rolls.Add(new Roll(index, DateOf(sessions, starts[at]), sessions[starts[at] - 1], new SessionSplit(index, trainFirst, trainLast, starts[at], testLast), index >= walk.SelectionRolls));
        }
        return new RollPlan(rolls, sessions[last]);
    }

    /// <summary>Indices of the sessions that begin a roll. The session after the data's last, which a desk trains for before it comes, counts where nothing ends the run earlier.</summary>
    private static List<int> Starts(IReadOnlyList<DateOnly> sessions, int last, WalkForwardConfig walk)
    {
        var starts = new List<int>();
        var ahead = walk.Through == null && last == sessions.Count - 1 ? 1 : 0;
        for (var i = 0; i <= last + ahead; i++)
        {
            var day = DateOf(sessions, i);
            var before = i == 0 ? DateOnly.MinValue : sessions[i - 1];
            if (i > 0 && Begins(walk.Retrain, before, day) || day >= walk.From && before < walk.From)
                starts.Add(i);
        }
        return starts;
    }

    /// <summary>Whether a session begins a roll, by the one before it.</summary>
    internal static bool Begins(RetrainConfig retrain, DateOnly before, DateOnly day) => retrain.Rule switch
    {
        RetrainRule.Weekly => Week(day) != Week(before),
        RetrainRule.Monthly => (day.Year, day.Month) != (before.Year, before.Month),
        RetrainRule.Quarterly => (day.Year, (day.Month - 1) / 3) != (before.Year, (before.Month - 1) / 3),
        _ => retrain.Dates.Any(date => before < date && date <= day),
    };

    private static int Week(DateOnly day) => (day.DayNumber - new DateOnly(2000, 1, 3).DayNumber + 7000 * 7) / 7; // a Monday

    private static DateOnly DateOf(IReadOnlyList<DateOnly> sessions, int index)
    {
        if (index < sessions.Count)
            return sessions[index];
        var day = sessions[^1].AddDays(1);
        while (!MarketCalendar.UsEquities.IsSession(day))
            day = day.AddDays(1);
        return day;
    }

    private static int LastBefore(IReadOnlyList<DateOnly> sessions, DateOnly date)
    {
        var count = sessions.Count;
        while (count > 0 && sessions[count - 1] >= date)
            count--;
        return count - 1;
    }

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
