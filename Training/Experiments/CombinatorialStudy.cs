using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LeanDeep.Training.Baselines;
using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Validation;

namespace LeanDeep.Training.Experiments;

/// <summary>The chosen networks in combinatorial purged cross-validation over all sessions before the holdout: how much the figure owes to the split.
/// Each network's predictions of each split are kept in a file of their own, so that a later run takes them up.</summary>
internal sealed class CombinatorialStudy
{
    private readonly TrainedExperiment _trained;
    private readonly CombinatorialConfig _config;
    private readonly CombinatorialPurgedCV _cv;
    private readonly SupervisedDataset _dataset;
    private readonly int _rowCount;
    private readonly CombinatorialSplit[] _splits;

    /// <exception cref="InvalidDataException">A split leaves nothing to learn from.</exception>
    public CombinatorialStudy(TrainedExperiment trained, CombinatorialConfig config)
    {
        (_trained, _config, _dataset) = (trained, config, trained.Dataset.Rows);
        _rowCount = Purging.TestRows(_dataset, trained.Plan.Folds[trained.Plan.HoldoutFolds]).End.Value;
        var sessions = _dataset.RowSessions[_rowCount - 1] - _dataset.RowSessions[0] + 1;
        if (sessions < config.Groups)
            throw new InvalidDataException($"combinatorial.groups: expected at most the {sessions} sessions before the holdout, found {config.Groups}");
        _cv = new CombinatorialPurgedCV(config.Groups, config.TestGroups, (int)Math.Ceiling(config.Embargo * sessions));
        _splits = [.. _cv.Split(_dataset.RowSessions[.._rowCount], _dataset.LabelEndSessions[.._rowCount])];
        if (Array.Find(_splits, split => split.TrainingRows.Length == 0) is { } empty)
            throw new InvalidDataException($"combinatorial: expected training rows in each split, found none with the test groups {string.Join(", ", empty.TestGroups)}");
    }

    public int SplitCount => _cv.SplitCount;

    /// <summary>(paths) annual Sharpe ratios of the long-short rule, by predictor.</summary>
    public IReadOnlyList<KeyValuePair<string, double[]>> Paths(int threads, CancellationToken cancellation)
    {
        var networks = new float[_splits.Length][];
        var linear = new float[_splits.Length][];
        Parallel.For(0, _splits.Length, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, i =>
        {
            networks[i] = new float[_splits[i].TestRows.Length];
            foreach (var candidate in _trained.Chosen)
            {
                var one = Kept(candidate, _splits[i], cancellation);
                for (var row = 0; row < one.Length; row++)
                    networks[i][row] += one[row] / _trained.Chosen.Count;
            }
            var model = new LinearBaseline(_trained.Config.Analysis.Ridge).Fit(_dataset, _splits[i].TrainingRows);
            linear[i] = [.. Ranges(_splits[i].TestRows).SelectMany(range => model.Predict(_dataset, range))];
        });
        return [new("ensemble", Ratios(networks)), new("linear", Ratios(linear))];
    }

    private double[] Ratios(float[][] predictions)
    {
        var rule = new LongShortReturns(_dataset, .._rowCount, _trained.Config.Strategy);
        var returns = new double[rule.DayCount];
        return [.. _cv.Assemble(_dataset.RowSessions.AsSpan(0, _rowCount), predictions).Select(path =>
        {
            rule.Compute(path, returns);
            return Array.Exists(returns, value => value != 0) ? SharpeRatio.Of(returns).Annual() : 0;
        })];
    }

    /// <summary>Every network and split: how many rows it trains on, and whether its predictions are kept.</summary>
    public IEnumerable<(Candidate Candidate, int Rows, bool Kept)> Parts() =>
        from candidate in _trained.Chosen
        from split in _splits
        select (candidate, split.TrainingRows.Length, File.Exists(FileOf(candidate, split).Path));

    private (string Key, string Path) FileOf(Candidate candidate, CombinatorialSplit split)
    {
        var configuration = _trained.Configuration(candidate);
        var model = _trained.Config.Model;
        var key = InputHash.Of(
            "combinatorial 1", _trained.Dataset.Key, _trained.Plan.Folds[_trained.Plan.HoldoutFolds].ToString(), _config.ToString(), string.Join(',', split.TestGroups),
            $"{model.StandardiseLabels}", model.Computer, configuration.Name, configuration.Canonical, $"{_trained.Config.Seed}", $"{candidate.Epoch}");
        return (key, Path.Combine(_trained.Config.Output, "combinatorial", FormattableString.Invariant($"{configuration.Name}-epoch{candidate.Epoch}-split{split.Index:000}-{key[..12]}.bin")));
    }

    private float[] Kept(Candidate candidate, CombinatorialSplit split, CancellationToken cancellation)
    {
        var (key, path) = FileOf(candidate, split);
        if (TryRead(path, key, split.TestRows.Length) is { } known)
            return known;
        var predictions = Train(_trained.Configuration(candidate), candidate.Epoch, split, cancellation);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(MemoryMarshal.AsBytes(predictions.AsSpan()));
            stream.Write(Sum(key, predictions));
        });
        return predictions;
    }

    private float[] Train(ModelConfiguration configuration, int epochs, CombinatorialSplit split, CancellationToken cancellation)
    {
        var model = _trained.Config.Model;
        var seed = SeedSequence.Derive(_trained.Config.Seed, Convert.ToInt32(InputHash.Of("combinatorial", configuration.Name)[..7], 16), split.Index);
        using var training = DenseTraining.Create(
            model.Backend, _dataset, split.TrainingRows, configuration.Network, configuration.Trainer, InputScaling.Of(_dataset, split.TrainingRows),
            model.StandardiseLabels ? LabelScaling.Of(_dataset, split.TrainingRows) : LabelScaling.None, seed, model.Device);
        for (var epoch = 0; epoch < epochs; epoch++)
            training.RunEpoch(cancellation);
        var predictions = new float[split.TestRows.Length];
        var at = 0;
        foreach (var range in Ranges(split.TestRows))
        {
            var count = range.End.Value - range.Start.Value;
            training.Predict(range, predictions.AsSpan(at, count));
            at += count;
        }
        return predictions;
    }

    // A damaged file is trained again.
    private static float[]? TryRead(string path, string key, int count)
    {
        if (!File.Exists(path))
            return null;
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length != count * sizeof(float) + SHA256.HashSizeInBytes)
            return null;
        var predictions = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, count * sizeof(float))).ToArray();
        return bytes.AsSpan(count * sizeof(float)).SequenceEqual(Sum(key, predictions)) ? predictions : null;
    }

    private static byte[] Sum(string key, float[] predictions)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes(key));
        hash.AppendData(MemoryMarshal.AsBytes(predictions.AsSpan()));
        return hash.GetHashAndReset();
    }

    // Runs of successive rows.
    private static IEnumerable<Range> Ranges(int[] rows)
    {
        for (var first = 0; first < rows.Length;)
        {
            var next = first + 1;
            while (next < rows.Length && rows[next] == rows[next - 1] + 1)
                next++;
            yield return rows[first]..(rows[next - 1] + 1);
            first = next;
        }
    }
}
