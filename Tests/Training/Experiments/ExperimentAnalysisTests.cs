using LeanDeep.Models.Portfolio;
using LeanDeep.Tests.Training.Feedforward;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Networks;
using LeanDeep.Training.Reports.TearSheet;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Experiments;

[Collection(TorchCollection.Name)]
public sealed class ExperimentAnalysisTests(SampleExperiment experiment) : IClassFixture<SampleExperiment>
{
    private ExperimentPage Page => experiment.Page;

    [Fact]
    public void Run_SampleMarket_ReachesTheAttainableCorrelationWithinItsInterval()
    {
        var attainable = Page.Predictors.Single(predictor => predictor.Name == "planted signal");

        foreach (var (reached, best) in new[] { (Page.Predictors[0].Selection, attainable.Selection), (Page.Predictors[0].Holdout!, attainable.Holdout!) })
        {
            var (ours, planted) = (reached.Horizons[0].IC.Robust, best.Horizons[0].IC.Robust);
            Assert.InRange(planted.Mean, ours.Mean - 1.96 * ours.StandardError, ours.Mean + 1.96 * ours.StandardError);
            Assert.True(ours.TStatistic > 3, $"expected an IC well above zero, found {ours.Mean} ± {ours.StandardError}");
        }
    }

    [Fact]
    public void Run_Baselines_StandInEveryTable()
    {
        string[] names = ["linear", "reversal of r05", "random", "planted signal"];

        Assert.Equal(["ensemble", .. names], Page.Predictors.Select(predictor => predictor.Name));
        Assert.Equal(names, Page.Selection.Where(row => row.Epoch == 0).Select(row => row.Name));
        Assert.Equal(2 * (names.Length + 1), Page.Intervals.Count);
        foreach (var name in names)
            Assert.True(Page.RenderTables().Split($"| {name} ").Length > 10, name);
    }

    [Fact]
    public void Run_Search_AddsItsTrialsToTheCandidates()
    {
        var searched = experiment.Trained.Outcomes.Skip(1).ToArray();

        Assert.Equal(3, searched.Length);
        Assert.All(searched, folds => Assert.StartsWith("search0", folds[0].Task.Configuration.Name, StringComparison.Ordinal));
        Assert.Equal([1, 1, 6], searched.Select(folds => folds[0].Losses.Count).Order());
        Assert.Equal(6 + 1 + 1 + 6, experiment.Trained.Ranked.Count);
        Assert.Equal(experiment.Trained.Ranked.Count, Page.Deflated.Single(row => row.Key == "best candidate, selection; every candidate a trial").Value.Trials);
    }

    [Fact]
    public void CandidateReturns_OfACandidate_AreThoseOfTheRuleOnItsPredictions()
    {
        var (trained, rows) = (experiment.Trained, experiment.Trained.Dataset.Rows);
        var returns = CandidateReturns.Of(trained, 2, default);
        var rank = trained.Ranked.Index().First(pair => pair.Item.Epoch > 1).Index;
        var candidate = trained.Ranked[rank];
        var fold = trained.Plan.Folds[^1];
        var range = Purging.TestRows(rows, fold);
        var predictions = new float[range.End.Value - range.Start.Value];
        trained.Runner.ReadPredictions(trained.Outcomes[candidate.Configuration][fold.Index], candidate.Epoch, predictions);
        var day = Enumerable.Range(range.Start.Value, predictions.Length).Where(row => rows.RowSessions[row] == fold.TestFirst + 5).ToArray();
        var weights = new double[day.Length];
        new LongShortRule(20, 5, 1).Decide([.. day.Select(row => predictions[row - range.Start.Value])], weights);

        Assert.Equal(day.Zip(weights).Sum(pair => pair.Second * rows.Labels[pair.First]), returns[rank][5], 12);
        Assert.All(returns, series => Assert.Equal(126, series.Length));
    }

    [Fact]
    public void Fit_Design_LeavesNoMeanInTheResiduals()
    {
        var design = Page.Design!;

        Assert.Equal(["constant", .. Enumerable.Range(2, 5).Select(epoch => $"epoch={epoch}")], design.Names);
        Assert.Equal(126 * 6, design.Residuals.Count);
        Assert.Equal(0, design.Residuals.Sum(), 9);
        Assert.Equal(
            experiment.Trained.Ranked.Where(candidate => candidate.Configuration == 0 && candidate.Epoch == 1).Average(candidate => candidate.Mean), design.Coefficients[0], 12);
    }

    [Fact]
    public void Paths_DamagedFileAndOneThread_AreTheSame()
    {
        var files = Directory.GetFiles(Path.Combine(experiment.Config.Output, "combinatorial"));
        var (path, before) = (files[0], File.ReadAllBytes(files[0]));
        var bytes = before.ToArray();
        bytes[40] ^= 1;
        File.WriteAllBytes(path, bytes);

        var again = new ExperimentAnalysis(experiment.Trained, threads: 1).Run();

        Assert.Equal(6 * 2, files.Length);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(Page.RenderTables(), again.RenderTables());
        Assert.Equal([3, 3], again.Paths.Select(paths => paths.Value.Length));
    }
}

/// <summary>One run on the sample market: a configuration, a search beside it, four folds of which two are the holdout.</summary>
public sealed class SampleExperiment : IDisposable
{
    public SampleExperiment()
    {
        Config = new ExperimentConfig
        {
            Name = "small",
            Data = new DataConfig { Folder = Path.Combine(SharedFolder.Repository, "Data") },
            Model = new ModelGrid { HiddenLayers = [[32, 16]], BatchSize = [64], Epochs = 6 },
            Split = new SplitConfig { Folds = 4, TrainLength = 1260, TestLength = 63, HoldoutSessions = 126 },
            Search = new SearchConfig
            {
                Method = SearchMethod.SuccessiveHalving, Configurations = 3, SmallestEpochs = 1, Factor = 3,
                Space = new SearchSpaceConfig { HiddenLayers = [[8], [16, 8]], Activation = [Activation.Tanh, Activation.Relu], L2 = new NumberRange { Low = 1e-6, High = 1e-4 } },
            },
            Strategy = new StrategyConfig { SideCount = 20, MinimumSideCount = 5 },
            Analysis = new AnalysisConfig { Resamples = 200, Blocks = 8 },
            Combinatorial = new CombinatorialConfig { Groups = 4 },
            Ensemble = 2,
            Seeds = [1, 2],
            Output = Directory.CreateTempSubdirectory("leandeep").FullName,
        };
        using var run = new ExperimentRun(Config) { Threads = 2 };
        Trained = run.Train();
        Page = new ExperimentAnalysis(Trained, threads: 2).Run();
    }

    public ExperimentConfig Config { get; }
    public TrainedExperiment Trained { get; }
    public ExperimentPage Page { get; }

    public void Dispose() => Directory.Delete(Config.Output, recursive: true);
}
