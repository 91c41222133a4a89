using LeanDeep.Training.Experiments;

namespace LeanDeep.Cli.Experiments;

/// <summary>Days that an experiment's ensemble trades, both ends included.</summary>
/// <param name="Name">Begins the names of its backtests.</param>
/// <param name="From">First date of trading.</param>
/// <param name="Through">Last date of trading.</param>
internal sealed record BacktestPeriod(string Name, DateOnly From, DateOnly Through)
{
    /// <summary>The days that chose the ensemble, which flatter it, and those that no choice has seen; null where no fold is one.</summary>
    /// <param name="bundles">All of an experiment, oldest first.</param>
    /// <remarks>The first day of the oldest test block has no model yet where a label of its training ends on it.</remarks>
    public static (BacktestPeriod? Selection, BacktestPeriod? Holdout) Of(IReadOnlyList<FoldBundle> bundles)
    {
        return (Period("selection", holdout: false), Period("holdout", holdout: true));

        BacktestPeriod? Period(string name, bool holdout)
        {
            var own = bundles.Where(bundle => bundle.Holdout == holdout).ToArray();
            if (own.Length == 0) return null;
            var firstUnseen = bundles[0].TrainedThrough.AddDays(1);
            return new BacktestPeriod(name, own[0].TestFrom > firstUnseen ? own[0].TestFrom : firstUnseen, own[^1].TestThrough);
        }
    }
}
