using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Algorithms;

/// <summary>From an experiment's predictions to the engine's positions.</summary>
[Collection(SmallMarket.Collection)]
public class LongShortExperimentTests(SmallMarket market)
{
    /// <summary>Over all test blocks the engine holds what the rule makes of the predictions that the experiment kept, though it sees bundles and bars only.</summary>
    [Fact]
    public void LongShort_BundlesOfAnExperiment_HoldsWhatTheExperimentPredicted()
    {
        var config = new ExperimentConfig
        {
            Name = "experiment",
            Data = new DataConfig { Folder = market.Data },
            Model = new ModelGrid { HiddenLayers = [[8], [6, 4]], Epochs = 2, BatchSize = [64] },
            Split = new SplitConfig { Folds = 5, TrainLength = 300, TestLength = 40, HoldoutSessions = 80, Embargo = 1 },
            Ensemble = 3,
            Seeds = [],
            Output = market["experiment-results"],
        };
        using var run = new ExperimentRun(config);
        var trained = run.Train();
        var (rows, plan, members) = (trained.Dataset.Rows, trained.Plan, trained.Members);
        var bundles = new EnsembleExport(trained.Dataset, config, plan, trained.Runner).Write(market["experiment-store"], members, new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
        var days = Predictions(); // by session

        var result = market.Run(
            "experiment-store", "experiment-run", ("model", "experiment"), ("start", $"{bundles[0].TestFrom:yyyy-MM-dd}"), ("end", $"{bundles[^1].TestThrough:yyyy-MM-dd}"));

        var rule = new LongShortRule(5, 2, 1);
        var positions = new Dictionary<string, decimal>();
        var weights = new double[rows.Names.Count];
        var checkedDays = 0;
        foreach (var day in Traded.ByDay(result.ResultFile))
        {
            foreach (var (ticker, quantity) in day.Value) positions[ticker] = positions.GetValueOrDefault(ticker) + quantity;
            var decided = rows.Sessions.ToList().IndexOf(day.Key) - 1;
            // The choice has seen the first session of the holdout, on which the last fold before it decides.
            if (rows.Sessions[decided] == bundles[3].TestFrom) continue;
            rule.Decide(days[decided], weights);
            var held = positions.Where(p => p.Value != 0).ToDictionary(p => p.Key, p => Math.Sign(p.Value));
            Assert.Equal(Enumerable.Range(0, weights.Length).Where(i => weights[i] != 0).ToDictionary(i => rows.Names[i], i => Math.Sign(weights[i])).OrderBy(p => p.Key), held.OrderBy(p => p.Key));
            checkedDays++;
        }
        Assert.InRange(checkedDays, 150, 199); // a day without orders has no fills

        Dictionary<int, float[]> Predictions()
        {
            var predictions = new Dictionary<int, float[]>();
            foreach (var split in plan.Folds)
            {
                var (first, count) = Purging.TestRows(rows, split).GetOffsetAndLength(rows.RowCount);
                var own = members.Select(_ => new float[count]).ToArray();
                foreach (var (i, member) in members.Index()) trained.Runner.ReadPredictions(member.Folds[split.Index], member.Epoch, own[i]);
                for (var i = 0; i < count; i++)
                {
                    var session = rows.RowSessions[first + i];
                    if (!predictions.TryGetValue(session, out var day)) Array.Fill(predictions[session] = day = new float[rows.Names.Count], float.NaN);
                    day[rows.RowNames[first + i]] = own.Average(member => member[i]);
                }
            }
            return predictions;
        }
    }
}
