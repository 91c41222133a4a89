using LeanDeep.Cli;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Data;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Export;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;

namespace LeanDeep.Tests.Algorithms;

/// <summary>A small synthetic market and a model trained on its first two years, made once.</summary>
[CollectionDefinition(Collection)]
public sealed class SmallMarket : IDisposable, ICollectionFixture<SmallMarket>
{
    /// <summary>Its tests run one after another, as the engine's settings are process-wide.</summary>
    public const string Collection = "small market";

    private readonly Lazy<InputScaling> _scaling;

    public SmallMarket()
    {
        SyntheticMarket.Write(new SyntheticMarketOptions { Seed = 11, Names = 30, Years = 3, InformationCoefficient = 0.15 }, Data);
        var options = new FeedforwardOptions
        {
            Name = "small", Seed = 5, Folds = 0, Through = Through, Trainer = new TrainerOptions { Epochs = 2, BatchSize = 128 },
        };
        _scaling = new(() =>
        {
            var table = FeatureSet.Chapter17.Compute(LeanFolderReader.ReadPanel(Data, through: Through));
            var rows = SupervisedDataset.Build(table, ForwardReturns.Compute(table, 1));
            return InputScaling.Of(rows, [.. Enumerable.Range(0, rows.RowCount)]);
        });
        new FeedforwardTraining(options).Run(LeanFolderReader.ReadPanel(Data, through: Through), Storage);
    }

    public static DateOnly Through => new(2011, 12, 30);
    public string Root { get; } = Directory.CreateTempSubdirectory("leandeep-longshort-").FullName;
    public string Data => Path.Combine(Root, "data");
    public string Storage => Path.Combine(Root, "storage");

    /// <summary>Writes a model of random weights that knows the market's first names or those after them.</summary>
    /// <param name="store">Folder of the object store, below the root.</param>
    /// <param name="trainedThrough">Date of the bundle.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="names">Of the universe; all by default.</param>
    public void WriteModel(string store, DateOnly trainedThrough, int seed, Range? names = null)
    {
        var manifest = ModelBundle.Read(Storage, "small", ModelBundle.Dates(Storage, "small")[^1]).Manifest;
        var network = DenseParameters.Initial(new DenseNetworkOptions { HiddenLayers = [8] }, _scaling.Value, new LabelScaling(0, 0.01f), seed);
        ModelBundle.Write(
            this[store], manifest with { TrainedThrough = trainedThrough, Universe = manifest.Universe with { Names = [.. manifest.Universe.Names.Take(names ?? Range.All)] } },
            DenseEnsembleExporter.Export([network]));
    }

    public string this[string relative] => Path.Combine(Root, relative);

    internal LeanBacktest.Result Run(string folder, params (string Name, string Value)[] parameters) => Run("storage", folder, parameters);

    internal LeanBacktest.Result Run(string store, string folder, params (string Name, string Value)[] parameters)
    {
        var all = new Dictionary<string, string> { ["model"] = "small", ["start"] = "2012-01-03", ["end"] = "2012-06-29", ["side"] = "5", ["minimum-side"] = "2" };
        foreach (var (name, value) in parameters) all[name] = value;
        var (assembly, type) = BacktestVerb.Own("LongShort");
        return LeanBacktest.Run(new(assembly, type, Data, this[store], this[folder], all));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
