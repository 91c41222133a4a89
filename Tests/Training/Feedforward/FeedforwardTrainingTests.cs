using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Feedforward;

[Collection(TorchCollection.Name)]
public sealed class FeedforwardTrainingTests : IDisposable
{
    private const double Reversal = 0.4;
    private static readonly Panel Market = ReversalMarket.Of(seed: 1, names: 20, sessions: 420, Reversal);
    private static readonly DateOnly Through = Market.Sessions[380];

    private static readonly FeedforwardOptions Options = new()
    {
        Name = "reversal",
        Seed = 5,
        Folds = 3,
        TrainLength = 150,
        TestLength = 30,
        Through = Through,
        Network = new DenseNetworkOptions { HiddenLayers = [8], Dropout = 0.1 },
        Trainer = new TrainerOptions { Epochs = 20, BatchSize = 32, LearningRate = 3e-3 },
    };

    private readonly string _store = Directory.CreateTempSubdirectory("leandeep").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    private FeedforwardResult Run(FeedforwardOptions options, Panel? panel = null, IProgress<FeedforwardProgress>? progress = null) =>
        new FeedforwardTraining(options, progress).Run(panel ?? Market, _store);

    private static byte[] Model(FeedforwardResult result) => File.ReadAllBytes(Path.Combine(result.BundlePath!, ModelBundle.ModelFile));

    [Fact]
    public void Run_PlantedReversal_FindsMostOfIt()
    {
        var result = Run(Options);

        Assert.Equal(TrainingStatus.Completed, result.Status);
        var coefficient = result.WalkForward!;
        Assert.Equal(90, coefficient.Days);
        Assert.InRange(coefficient.Mean, 0.6 * Reversal, 1.15 * Reversal);
        Assert.True(coefficient.TStatistic > 5);
        Assert.True(result.Selected!.Mean >= coefficient.Mean - 1e-12); // chosen on these days, so no worse here
        Assert.Equal(31, result.Features);
        Assert.Empty(result.ConstantFeatures);
        Assert.Equal(20, result.Names);
        Assert.Equal(3, result.Folds.Count);
        Assert.Equal(result.Epochs, result.FinalHistory.Count);
        Assert.All(result.Folds, fold =>
        {
            Assert.Equal(20, fold.History.Count);
            Assert.Equal(30, fold.Coefficient!.Days);
            Assert.True(fold.TrainThrough < fold.TestFrom);
            Assert.True(fold.TestThrough < Through);
        });
        Assert.Equal(20, result.Folds[^1].WalkForwardEpochs); // no older fold
    }

    [Fact]
    public void Run_Bundle_PredictsOutOfSampleThroughOnnxRuntime()
    {
        var result = Run(Options);
        var bundle = ModelBundle.Read(_store, "reversal", result.TrainedThrough);
        using var predictor = ReturnPredictor.Load(bundle, FeatureSet.Chapter17);
        predictor.EnsureUnseen(Through.AddDays(1));

        var table = FeatureSet.Chapter17.Compute(Market);
        var unseen = SupervisedDataset.Build(table, ForwardReturns.Compute(table, 1), Through.AddDays(1));
        var predictions = new float[unseen.RowCount];
        predictor.Predict(unseen.Features, unseen.RowCount, predictions);

        var coefficient = InformationCoefficient.Summarise(InformationCoefficient.Daily(unseen.RowSessions, predictions, unseen.Labels), 1);
        Assert.InRange(coefficient.Mean, 0.5 * Reversal, 1.3 * Reversal);
    }

    [Fact]
    public void Run_Manifest_StatesWhatTrainingSaw()
    {
        var result = Run(Options);

        var manifest = ModelBundle.Read(_store, "reversal", result.TrainedThrough).Manifest;

        Assert.Equal(Through, result.TrainedThrough); // a session, so the last label ends on it
        Assert.Equal(Through, manifest.TrainedThrough);
        Assert.Equal(Market.Sessions[0], manifest.BarsFrom);
        Assert.Equal(result.TrainedFrom, manifest.TrainedFrom);
        Assert.True(manifest.TrainedFrom > manifest.BarsFrom);
        Assert.Equal(FeatureSet.Chapter17.Hash, manifest.FeatureHash);
        Assert.Equal(5, manifest.Seed);
        Assert.Equal(1, manifest.Horizon);
        Assert.Equal(0, manifest.Gap);
        Assert.Equal(Market.Names, manifest.Universe.Names.Select(n => n.Name));
        Assert.Equal(Market.Sectors, manifest.Universe.Names.Select(n => n.Sector));
        Assert.Equal(result.WalkForward!.Mean, manifest.Metrics["meanIC"]);
        Assert.Equal(result.Rows.Kept, manifest.Metrics["rows"]);
        using var session = OnnxModel.Open(Model(result), "model");
        Assert.Equal("2013-06-17", Through.ToString("yyyy-MM-dd"));
        Assert.Equal("2013-06-17", session.ModelMetadata.CustomMetadataMap["trainedThrough"]);
        Assert.Equal(FeatureSet.Chapter17.Hash, session.ModelMetadata.CustomMetadataMap["featureHash"]);
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameModelWhateverTheParallelism()
    {
        var first = Run(Options);
        var model = Model(first);
        var parallel = Run(Options with { Parallelism = 3 });

        Assert.Equal(model, Model(parallel));
        Assert.Equal(first.WalkForward, parallel.WalkForward);
        Assert.Equal(first.Folds.SelectMany(f => f.History).Select(e => e.Loss), parallel.Folds.SelectMany(f => f.History).Select(e => e.Loss));
        Assert.NotEqual(model, Model(Run(Options with { Seed = 6 })));
    }

    [Fact]
    public void Run_TorchBackend_FindsTheSame()
    {
        var options = Options with { Folds = 1, Trainer = Options.Trainer with { Epochs = 8 } };
        var fused = Run(options);
        var (predictions, packages) = (Predictions(fused), Packages(fused));
        var torch = Run(options with { Backend = TrainingBackend.Torch });

        Assert.Equal(fused.Epochs, torch.Epochs);
        Assert.Equal(fused.WalkForward!.Mean, torch.WalkForward!.Mean, 1e-3);
        foreach (var (one, other) in fused.FinalHistory.Zip(torch.FinalHistory))
            Assert.Equal(one.Loss, other.Loss, 1e-4);
        var size = predictions.Max(Math.Abs);
        Assert.All(predictions.Zip(Predictions(torch)), pair => Assert.Equal(pair.First, pair.Second, 1e-2 * size));
        Assert.Equal(["LeanDeep.Training"], packages);
        Assert.Contains("libtorch", Packages(torch));

        IEnumerable<string> Packages(FeedforwardResult result) => ModelBundle.Read(_store, "reversal", result.TrainedThrough).Manifest.Packages.Keys;

        static float[] Predictions(FeedforwardResult result)
        {
            var table = FeatureSet.Chapter17.Compute(Market);
            var rows = SupervisedDataset.Build(table, ForwardReturns.Compute(table, 1), Through.AddDays(1));
            using var session = OnnxModel.Open(Model(result), "model");
            using var features = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory(rows.Features, [rows.RowCount, 31]);
            using var options = new Microsoft.ML.OnnxRuntime.RunOptions();
            using var outputs = session.Run(options, ["features"], [features], ["prediction"]);
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }
    }

    [Fact]
    public void Run_LaterBarsChange_GivesTheSameModel()
    {
        var model = Model(Run(Options));

        Assert.Equal(model, Model(Run(Options, ReversalMarket.ChangedAfter(Market, Through))));
        Assert.NotEqual(model, Model(Run(Options, ReversalMarket.ChangedAfter(Market, Market.Sessions[379]))));
    }

    [Fact]
    public void Run_LongerHorizon_EndsItsLabelsInTime()
    {
        var result = Run(Options with { Horizon = 5, Folds = 1, Trainer = Options.Trainer with { Epochs = 1 } });

        Assert.Equal(Through, result.TrainedThrough);
        Assert.True(result.Rows.LabelAfterLast + result.Rows.UndefinedLabel >= 5 * 16);
        var fold = result.Folds[0];
        var sessions = Market.Sessions.ToList();
        Assert.Equal(sessions.IndexOf(fold.TestFrom), sessions.IndexOf(fold.TrainThrough) + 5);
    }

    [Fact]
    public void Run_LabelsNotStandardised_LearnsReturnsThemselves()
    {
        var plain = Run(Options with { Folds = 1, StandardiseLabels = false });
        var standard = Run(Options with { Folds = 1 });

        // A loss of 1 is the variance of the labels; a reversal of 0.4 explains 0.16 of it.
        Assert.InRange(standard.FinalHistory[^1].Loss, 0.7, 1.0);
        Assert.InRange(plain.FinalHistory[^1].Loss, 0.7 * 0.0004, 10 * 0.0004);
    }

    [Fact]
    public void Run_OneSector_IsToldAndNoHindrance()
    {
        var result = Run(Options with { Folds = 1 }, ReversalMarket.Of(seed: 1, names: 20, sessions: 420, Reversal, sectors: 1));

        Assert.Equal(["sector"], result.ConstantFeatures);
        Assert.InRange(result.WalkForward!.Mean, 0.5 * Reversal, 1.3 * Reversal);
        Assert.NotNull(result.BundlePath);
    }

    [Fact]
    public void Run_NoFolds_TrainsAllEpochs()
    {
        var result = Run(Options with { Folds = 0 });

        Assert.Equal(20, result.Epochs);
        Assert.Empty(result.Folds);
        Assert.Null(result.WalkForward);
        Assert.NotNull(result.BundlePath);
    }

    [Fact]
    public void Run_Progress_CoversAllStages()
    {
        var reports = new Reports();

        Run(Options with { Folds = 2 }, progress: reports);

        Assert.Equal(
            [FeedforwardStage.Features, FeedforwardStage.Dataset, FeedforwardStage.Folds, FeedforwardStage.Final, FeedforwardStage.Export],
            reports.All.Select(r => r.Stage).Distinct());
        Assert.Equal(40, reports.All.Count(r => r.Stage == FeedforwardStage.Folds));
        Assert.All(reports.All.Where(r => r.Stage == FeedforwardStage.Folds), r => Assert.NotNull(r.Epoch!.Validation));
    }

    [Fact]
    public void Run_Diverges_WritesNothing()
    {
        var result = Run(Options with { Folds = 1, Trainer = Options.Trainer with { LearningRate = 1e30 } });

        Assert.Equal(TrainingStatus.Diverged, result.Status);
        Assert.Null(result.BundlePath);
        Assert.Empty(Directory.GetFileSystemEntries(_store));
    }

    [Fact]
    public void Run_MoreFoldsThanFit_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => Run(Options with { Folds = 30 }));
        Assert.Contains("for 30 folds", error.Message);
        Assert.Empty(Directory.GetFileSystemEntries(_store));
    }

    [Fact]
    public void Run_EmptyUniverse_IsRefused()
    {
        var empty = new Panel([], [], [], [], [], [], [], []);
        Assert.Throws<ArgumentException>(() => Run(Options, empty));
        Assert.Throws<ArgumentException>(() => Run(Options with { Through = new DateOnly(1999, 1, 1) }));
    }

    [Fact]
    public void Constructor_OptionOutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new FeedforwardTraining(Options with { Name = "a/b" }));
        Assert.Throws<ArgumentException>(() => new FeedforwardTraining(Options with { Horizon = 0 }));
        Assert.Throws<ArgumentException>(() => new FeedforwardTraining(Options with { Parallelism = 0 }));
        Assert.Throws<ArgumentException>(() => new FeedforwardTraining(Options with { From = Through }));
    }

    private sealed class Reports : IProgress<FeedforwardProgress>
    {
        public List<FeedforwardProgress> All { get; } = [];

        public void Report(FeedforwardProgress value) => All.Add(value);
    }
}
