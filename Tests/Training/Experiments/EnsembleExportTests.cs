using System.Text;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Tests.Training.Feedforward;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Experiments;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Experiments;

/// <summary>Trainings of a small experiment, made once.</summary>
public sealed class SmallExperiment : IDisposable
{
    public SmallExperiment()
    {
        var table = FeatureSet.Chapter17.Compute(Panel);
        Rows = SupervisedDataset.Build(table, ForwardReturns.Compute(table, 1));
        Train(Config);
    }

    public Panel Panel { get; } = ReversalMarket.Of(seed: 1, names: 20, sessions: 300, 0.4);
    public SupervisedDataset Rows { get; }
    public string Folder { get; } = Directory.CreateTempSubdirectory("leandeep-export-").FullName;

    public ExperimentConfig Config => new()
    {
        Name = "small",
        Data = new DataConfig { Folder = "none", Universe = "twenty names" },
        Model = new ModelGrid { HiddenLayers = [[4], [8, 4]], BatchSize = [64], Epochs = 3, LearningRate = [3e-3] },
        Split = new SplitConfig { Folds = 4, TrainLength = 120, TestLength = 20, HoldoutSessions = 40 },
        Output = Folder,
    };

    internal (EnsembleExport Export, TrainingRunner Runner, FoldPlan Plan, IReadOnlyList<EnsembleMember> Members) Train(ExperimentConfig config)
    {
        var plan = FoldPlan.Of(Rows, config.Split);
        var dataset = new ExperimentDataset(Rows, Panel.Sectors, "key");
        var runner = new TrainingRunner(dataset, config, plan, Path.Combine(Folder, "trainings"));
        var outcomes = runner.Run(ExperimentRun.Grid(config), threads: 2).Chunk(config.Split.Folds).ToArray();
        return (new EnsembleExport(dataset, config, plan, runner), runner, plan, [new(outcomes[0], 3), new(outcomes[1], 2), new(outcomes[1], 3)]);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

[Collection(TorchCollection.Name)]
public sealed class EnsembleExportTests(SmallExperiment experiment) : IClassFixture<SmallExperiment>
{
    private static readonly DateTimeOffset Created = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private string Store(string name) => Path.Combine(experiment.Folder, name);

    [Fact]
    public void Write_EveryFold_PredictsItsTestRowsAsTheEnsemble()
    {
        var (export, runner, plan, members) = experiment.Train(experiment.Config);

        var bundles = export.Write(Store("predicts"), members, Created);

        Assert.Equal([3, 2, 1, 0], bundles.Select(bundle => bundle.Fold));
        var ensemble = new EnsemblePredictions(runner, experiment.Rows, plan);
        foreach (var bundle in bundles)
        {
            using var model = ReturnPredictor.Load(ModelBundle.Read(Store("predicts"), "small", bundle.TrainedThrough), FeatureSet.Chapter17);
            var expected = ensemble.OfFold(members, bundle.Fold);
            var (first, count) = Purging.TestRows(experiment.Rows, plan.Folds[bundle.Fold]).GetOffsetAndLength(experiment.Rows.RowCount);
            var found = new float[count];
            model.Predict(experiment.Rows.Features.AsSpan(first * model.FeatureCount), count, found);
            var size = expected.Max(Math.Abs);
            for (var i = 0; i < count; i++)
                Assert.Equal(expected[i], found[i], 1e-6 * size);
        }
    }

    [Fact]
    public void Write_EveryFold_IsDatedByTheLastLabelThatItSaw()
    {
        var (export, _, plan, members) = experiment.Train(experiment.Config);

        var bundles = export.Write(Store("dates"), members, Created);

        Assert.Equal(bundles.Select(bundle => bundle.TrainedThrough), ModelBundle.Dates(Store("dates"), "small"));
        foreach (var bundle in bundles)
        {
            var split = plan.Folds[bundle.Fold];
            // A label of horizon 1 ends on the first test session, at whose close it is known; from the next session on the model trades.
            Assert.Equal(experiment.Rows.Sessions[split.TestFirst], bundle.TrainedThrough);
            Assert.Equal(experiment.Rows.Sessions[split.TestFirst], bundle.TestFrom);
            Assert.Equal(experiment.Rows.Sessions[split.TestLast], bundle.TestThrough);
            Assert.Equal(split.Index < 2, bundle.Holdout);
            var manifest = ModelBundle.Read(Store("dates"), "small", bundle.TrainedThrough).Manifest;
            Assert.Equal(experiment.Panel.Sessions[0], manifest.BarsFrom);
            Assert.Equal(experiment.Rows.Sessions[split.TrainFirst], manifest.TrainedFrom);
            Assert.Equal(experiment.Panel.Sectors, manifest.Universe.Names.Select(name => name.Sector));
            Assert.Equal(Created, manifest.Created);
            Assert.Equal(int.Parse($"{experiment.Rows.Sessions[plan.Folds[1].TestFirst]:yyyyMMdd}", System.Globalization.CultureInfo.InvariantCulture), manifest.Metrics["chosenThrough"]);
        }
    }

    [Fact]
    public void Write_Embargo_DatesHoldoutBundlesNoEarlierThanTheChoice()
    {
        var config = experiment.Config with { Split = experiment.Config.Split with { Embargo = 3 } };
        var (export, _, plan, members) = experiment.Train(config);

        var bundles = export.Write(Store("embargo"), members, Created);

        DateOnly Session(int fold, int offset) => experiment.Rows.Sessions[plan.Folds[fold].TestFirst + offset];
        Assert.Equal([Session(3, -3), Session(2, -3), Session(1, 0), Session(0, -3)], bundles.Select(bundle => bundle.TrainedThrough));
    }

    [Fact]
    public void Write_Again_IsTheSameBytesAndRemovesOtherDates()
    {
        var (export, _, _, members) = experiment.Train(experiment.Config);
        var first = export.Write(Store("again"), members, Created);
        var stale = Store("again/models/small/20130104");
        Copy(first[0].Path, stale, text => text.Replace($"{first[0].TrainedThrough:yyyy-MM-dd}", "2013-01-04", StringComparison.Ordinal));
        var before = Files(first);

        var second = export.Write(Store("again"), members, Created);

        Assert.Equal(first, second);
        Assert.Equal(before, Files(second));
        Assert.False(Directory.Exists(stale));
        Assert.Equal(4, Directory.GetDirectories(Store("again/models/small")).Length);
    }

    [Fact]
    public void Write_BundleFromElsewhere_IsRefusedAndKept()
    {
        var (export, _, _, members) = experiment.Train(experiment.Config);
        var bundles = export.Write(Store("foreign"), members, Created);
        var foreign = Store("foreign/models/small/20130104");
        Copy(bundles[0].Path, foreign, text => text
            .Replace($"{bundles[0].TrainedThrough:yyyy-MM-dd}", "2013-01-04", StringComparison.Ordinal).Replace("\"fold\"", "\"epochs\"", StringComparison.Ordinal));

        var error = Assert.Throws<InvalidDataException>(() => export.Write(Store("foreign"), members, Created));

        Assert.Contains("models/small/20130104: expected bundles named small of this experiment only", error.Message, StringComparison.Ordinal);
        Assert.Equal(5, ModelBundle.Dates(Store("foreign"), "small").Count);
    }

    [Fact]
    public void Write_DivergedMember_IsRefused()
    {
        var (export, _, _, members) = experiment.Train(experiment.Config);
        var folds = members[0].Folds.Select(fold => fold with { Losses = [1, double.NaN] }).ToArray();

        var error = Assert.Throws<InvalidDataException>(() => export.Write(Store("diverged"), [new(folds, 2)], Created));

        Assert.Contains("expected epoch 2, found a training that diverged at epoch 2", error.Message, StringComparison.Ordinal);
    }

    private static void Copy(string from, string to, Func<string, string> change)
    {
        Directory.CreateDirectory(to);
        File.Copy(Path.Combine(from, ModelBundle.ModelFile), Path.Combine(to, ModelBundle.ModelFile));
        var manifest = Path.Combine(from, ModelBundle.ManifestFile);
        File.WriteAllText(Path.Combine(to, ModelBundle.ManifestFile), change(File.ReadAllText(manifest, Encoding.UTF8)));
    }

    private static string Files(IReadOnlyList<FoldBundle> bundles) => string.Join('\n', bundles.SelectMany(bundle => Directory.GetFiles(bundle.Path).Order())
        .Select(file => $"{file} {ModelBundle.HashOf(File.ReadAllBytes(file))}"));
}
