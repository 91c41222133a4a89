using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.WalkForward;

/// <summary>What a bundle, as it trades, says of rows.</summary>
/// <param name="dataset">Rows.</param>
/// <param name="store">Root of an object store.</param>
/// <param name="name">Of the model.</param>
internal sealed class BundlePredictions(SupervisedDataset dataset, string store, string name)
{
    /// <param name="bundle">Its date.</param>
    /// <param name="rows">Of the dataset.</param>
    public float[] Of(DateOnly bundle, Range rows) => Of((store, bundle), rows);

    private float[] Of((string Store, DateOnly Date) bundle, Range rows)
    {
        var (first, count) = rows.GetOffsetAndLength(dataset.RowCount);
        using var model = ReturnPredictor.Load(ModelBundle.Read(bundle.Store, name, bundle.Date), FeatureSet.Chapter17);
        var predictions = new float[count];
        model.Predict(dataset.Features.AsSpan(first * dataset.FeatureCount, count * dataset.FeatureCount), count, predictions);
        return predictions;
    }

    /// <summary>Daily rank correlations.</summary>
    public IReadOnlyList<DailyCorrelation> Correlations(Range rows, ReadOnlySpan<float> predictions) =>
        InformationCoefficient.Daily(dataset.RowSessions.AsSpan(rows), predictions, dataset.Labels.AsSpan(rows));

    /// <summary>Mean daily turnover of the rule: half the sum of absolute changes of weights, fraction of gross; NaN with fewer than two days.</summary>
    public double Turnover(Range rows, ReadOnlySpan<float> predictions, StrategyConfig strategy)
    {
        double sum = 0;
        var days = 0;
        double[]? before = null;
        foreach (var day in Days(rows))
        {
            var weights = Weights(day, predictions[(day.Start.Value - rows.Start.Value)..(day.End.Value - rows.Start.Value)], strategy);
            if (before != null)
                (sum, days) = (sum + Change(before, weights, strategy), days + 1);
            before = weights;
        }
        return sum / days;
    }

    /// <summary>The turnover of changing from one model's weights to another's on the last day of rows.</summary>
    public double SwitchTurnover((string Store, DateOnly Date) from, (string Store, DateOnly Date) to, Range rows, StrategyConfig strategy)
    {
        var day = Days(rows)[^1];
        return Change(Weights(day, Of(from, day), strategy), Weights(day, Of(to, day), strategy), strategy);
    }

    private static double Change(double[] from, double[] to, StrategyConfig strategy)
    {
        var sum = 0.0;
        for (var i = 0; i < from.Length; i++)
            sum += Math.Abs(to[i] - from[i]);
        return 0.5 * sum / strategy.Gross;
    }

    /// <summary>(names) weights.</summary>
    private double[] Weights(Range day, ReadOnlySpan<float> predictions, StrategyConfig strategy)
    {
        var weights = new double[predictions.Length];
        new LongShortRule(strategy.SideCount, strategy.MinimumSideCount, strategy.Gross).Decide(predictions, weights);
        var all = new double[dataset.Names.Count];
        for (var i = 0; i < weights.Length; i++)
            all[dataset.RowNames[day.Start.Value + i]] = weights[i];
        return all;
    }

    private List<Range> Days(Range rows)
    {
        var days = new List<Range>();
        for (var first = rows.Start.Value; first < rows.End.Value;)
        {
            var next = first + 1;
            while (next < rows.End.Value && dataset.RowSessions[next] == dataset.RowSessions[first])
                next++;
            days.Add(first..next);
            first = next;
        }
        return days;
    }
}
