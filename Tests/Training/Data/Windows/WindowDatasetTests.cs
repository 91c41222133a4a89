using LeanDeep.Models.Features;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Losses;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Data.Windows;

[Collection(TorchCollection.Name)]
public sealed class WindowDatasetTests
{
    private const int Sessions = 30, Names = 5;

    private static readonly WindowOptions Options = new(4, 3, 1);

    // Closes with gaps: name 1 is listed late, name 2 misses sessions, name 3 leaves.
    private static double[][] Closes()
    {
        var random = new Random(7);
        var closes = Enumerable.Range(0, Names).Select(_ => Enumerable.Range(0, Sessions).Select(_ => 50 + 20 * random.NextDouble()).ToArray()).ToArray();
        closes[1].AsSpan(0, 8).Fill(double.NaN);
        closes[2].AsSpan(12, 2).Fill(double.NaN);
        closes[3].AsSpan(20).Fill(double.NaN);
        return closes;
    }

    private static Panel Panel(double[][] closes)
    {
        DateOnly[] sessions = [.. Enumerable.Range(0, Sessions).Select(new DateOnly(2020, 1, 1).AddDays)];
        return new Panel([.. Enumerable.Range(0, Names).Select(i => $"N{i}")], sessions, new int[Names], closes, closes, closes, closes, closes);
    }

    private static WindowDataset Dataset(double[][] closes) => new(ReturnSeries.Of(Panel(closes), [PanelField.Close], ReturnKind.Simple), Options, ScalarType.Float64);

    [Fact]
    public void Batch_BarsAfterTheStampChange_InputsAndUniverseStayBitForBit()
    {
        using var scope = NewDisposeScope();
        using var before = Dataset(Closes());
        for (var sample = 0; sample < before.Count; sample++)
        {
            var closes = Closes();
            var stamp = before.Series.Sessions.ToList().IndexOf(before.Stamps[sample]);
            var random = new Random(sample);
            foreach (var column in closes)
                for (var t = stamp + 1; t < Sessions; t++)
                    column[t] = random.Next(3) switch { 0 => double.NaN, 1 => -1, _ => 1e3 * random.NextDouble() };
            using var after = Dataset(closes);
            using var expected = before.Batch([sample]);
            using var found = after.Batch([sample]);

            Assert.Equal(expected.Inputs.contiguous().data<double>().ToArray(), found.Inputs.contiguous().data<double>().ToArray());
            Assert.Equal(expected.Universe.contiguous().data<bool>().ToArray(), found.Universe.contiguous().data<bool>().ToArray());
        }
    }

    [Fact]
    public void Batch_NamesThatComeGoAndPause_AreInTheUniverseWhenTheyCanBeBought()
    {
        using var scope = NewDisposeScope();
        using var dataset = Dataset(Closes());
        using var batch = dataset.Batch([.. Enumerable.Range(0, dataset.Count)]);
        var universe = batch.Universe.contiguous().data<bool>().ToArray();
        var first = new DateOnly(2020, 1, 1);

        for (var sample = 0; sample < dataset.Count; sample++)
        {
            var t = dataset.Stamps[sample].DayNumber - first.DayNumber;
            Assert.True(universe[sample * Names]);
            Assert.Equal(t >= 8 + Options.Lookback, universe[sample * Names + 1]); // four returns need five bars
            Assert.Equal(t is not (12 or 13), universe[sample * Names + 2]);
            Assert.Equal(t < 20, universe[sample * Names + 3]);
        }
    }

    [Fact]
    public void Batch_NameThatLeavesWithinTheHorizon_KeepsItsSampleWithReturnsOfZero()
    {
        using var scope = NewDisposeScope();
        var closes = Closes();
        using var dataset = Dataset(closes);
        var sample = dataset.Stamps.ToList().IndexOf(new DateOnly(2020, 1, 1).AddDays(18)); // outcomes of sessions 20, 21, 22
        using var batch = dataset.Batch([sample]);

        Assert.True(batch.Universe[0, 3].item<bool>());
        GoldenTensors.AssertClose([0, 0, 0], batch.Outcomes[0, 0, TensorIndex.Colon, 3], 0, "outcomes");
        GoldenTensors.AssertClose([closes[0][20] / closes[0][19] - 1, closes[0][21] / closes[0][20] - 1], batch.Outcomes[0, 0, TensorIndex.Slice(0, 2), 0], 1e-15, "outcomes");
    }

    [Fact]
    public void Batch_ShorterCuts_AreTheNewestInputsAndTheFirstOutcomes()
    {
        using var scope = NewDisposeScope();
        using var dataset = Dataset(Closes());
        using var whole = dataset.Batch([3, 0]);
        using var cut = dataset.Batch([3, 0], [4, 2], lookback: 2, horizon: 1);
        var order = tensor(new long[] { 4, 2 });

        Assert.Equal(whole.Inputs.narrow(2, 2, 2).index_select(3, order).contiguous().data<double>().ToArray(), cut.Inputs.contiguous().data<double>().ToArray());
        Assert.Equal(whole.Outcomes.narrow(2, 0, 1).index_select(3, order).contiguous().data<double>().ToArray(), cut.Outcomes.contiguous().data<double>().ToArray());
    }

    [Fact]
    public void SamplesWithin_LastDate_LeavesOutWhatSeesBeyondIt()
    {
        using var dataset = Dataset(Closes());
        var last = new DateOnly(2020, 1, 20);
        var kept = dataset.SamplesWithin(null, last);

        Assert.Equal(last, dataset.LastSeen(kept[^1]));
        Assert.Equal(last.AddDays(-4), dataset.Stamps[kept[^1]]);
    }

    [Fact]
    public void Scaling_TrainingSamples_SeesNoOthersAndNoNameOutsideTheUniverse()
    {
        var closes = Closes();
        using var dataset = Dataset(closes);
        var expected = ChannelScaling.Standard(dataset, [0, 1, 2]);
        foreach (var column in closes)
            for (var t = 7; t < Sessions; t++)
                column[t] *= 1000;
        using var changed = Dataset(closes);

        Assert.Equal(expected.Centre, ChannelScaling.Standard(changed, [0, 1, 2]).Centre);
        var returns = Enumerable.Range(4, 3).SelectMany(t => new[] { 0, 2, 3, 4 }.Select(i => closes[i][t] / closes[i][t - 1] - 1)).ToArray();
        Assert.Equal(returns.Average(), expected.Centre[0], 12);
        Assert.NotEqual(expected.Centre, ChannelScaling.Robust(dataset, [0, 1, 2], overlapping: true).Centre);
    }

    [Fact]
    public void Constructor_TooFewSessionsOrBadOptions_IsRefused()
    {
        var series = ReturnSeries.Of(Panel(Closes()), [PanelField.Close], ReturnKind.Log);
        Assert.Throws<ArgumentException>(() => new WindowDataset(series, new WindowOptions(20, 10)));
        Assert.Throws<ArgumentException>(() => new WindowDataset(series, new WindowOptions(0, 1)));
        Assert.Throws<ArgumentException>(() => new WindowDataset(series, new WindowOptions(1, 1, -1)));
        using var dataset = new WindowDataset(series, Options);
        Assert.Throws<ArgumentException>(() => dataset.Batch([dataset.Count]));
        Assert.Throws<ArgumentException>(() => dataset.Batch([0], lookback: 5));
    }

    [Fact]
    public void RigidLoader_Epoch_HoldsEverySampleOnceInAnOrderOfItsOwn()
    {
        using var dataset = Dataset(Closes());
        var loader = new RigidLoader(dataset, [.. Enumerable.Range(2, 11)], 4, seed: 3);
        int[] Order(int epoch) => [.. loader.Epoch(epoch).SelectMany(batch => { using (batch) return batch.Samples; })];

        Assert.Equal(3, loader.BatchCount);
        Assert.Equal(Enumerable.Range(2, 11), Order(1).Order());
        Assert.Equal(Order(1), Order(1));
        Assert.NotEqual(Order(1), Order(2));
    }

    [Fact]
    public void FlexibleLoader_Batches_HaveSizesWithinTheirRanges()
    {
        using var dataset = Dataset(Closes());
        var loader = new FlexibleLoader(dataset, [.. Enumerable.Range(0, 20)], 2, seed: 3, (2, 4), (1, 3), (2, 5));
        var sizes = new List<(int Lookback, int Horizon, int Assets)>();
        foreach (var batch in Enumerable.Range(1, 5).SelectMany(loader.Epoch))
            using (batch)
            {
                sizes.Add((batch.Lookback, batch.Horizon, batch.Assets.Count));
                Assert.Equal([2, 1, batch.Lookback, batch.Assets.Count], batch.Inputs.shape);
                Assert.Equal(batch.Assets.Order().Distinct(), batch.Assets);
            }

        Assert.Equal([2, 3, 4], sizes.Select(s => s.Lookback).Distinct().Order());
        Assert.Equal([1, 2, 3], sizes.Select(s => s.Horizon).Distinct().Order());
        Assert.Equal([2, 3, 4, 5], sizes.Select(s => s.Assets).Distinct().Order());
        Assert.Throws<ArgumentException>(() => new FlexibleLoader(dataset, [0], 1, 1, (2, 5), (1, 3), (2, 5)));
    }

    [Fact]
    public void Loader_Noise_IsTheSameForTheSameSeedAndHasTheShareAsked()
    {
        using var scope = NewDisposeScope();
        var input = randn([40, 2, 20, 10], dtype: float64, generator: new Generator(1)).mul(3);
        var noisy = new NoiseAugmentation(0.2).Apply(input, new Generator(2));
        Assert.Equal(0.6, noisy.sub(input).std().item<double>(), 1);
        var dropped = new DropoutAugmentation(0.2).Apply(input, new Generator(2));
        Assert.Equal(0.2, dropped.eq(0).to_type(ScalarType.Float64).mean().item<double>(), 2);

        using var dataset = Dataset(Closes());
        double[] First(long seed)
        {
            using var batch = new RigidLoader(dataset, [0, 1], 2, seed, shuffled: false, augmentation: new NoiseAugmentation()).Epoch(1).Single();
            return batch.Inputs.contiguous().data<double>().ToArray();
        }
        Assert.Equal(First(1), First(1));
        Assert.NotEqual(First(1), First(2));
    }
}
