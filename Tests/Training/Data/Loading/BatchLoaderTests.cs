using LeanDeep.Training.Data.Loading;
using TorchSharp;

namespace LeanDeep.Tests.Training.Data.Loading;

[Collection(TorchCollection.Name)]
public sealed class BatchLoaderTests
{
    // Each row's first feature is its own number, and its label is twice that.
    private static SupervisedDataset Numbered(int rows)
    {
        var dataset = Rows.Of(1, rows, 1, 3, _ => 0, 0);
        for (var row = 0; row < rows; row++)
        {
            dataset.Features[3 * row] = row;
            dataset.Labels[row] = 2 * row;
        }
        return dataset;
    }

    private static List<int> Epoch(BatchLoader loader)
    {
        var seen = new List<int>();
        loader.Shuffle();
        for (var batch = 0; batch < loader.BatchCount; batch++)
        {
            using var scope = torch.NewDisposeScope();
            var (features, labels) = loader.Batch(batch);
            Assert.Equal([loader.SizeOf(batch), 3], features.shape);
            Assert.Equal([loader.SizeOf(batch), 1], labels.shape);
            var numbers = features.select(1, 0).contiguous().data<float>().ToArray();
            Assert.Equal(numbers.Select(v => 2 * v), labels.data<float>().ToArray());
            seen.AddRange(numbers.Select(v => (int)v));
        }
        return seen;
    }

    [Theory]
    [InlineData(100, 10)]
    [InlineData(101, 10)]
    [InlineData(7, 64)]
    [InlineData(5, 1)]
    public void Epoch_ChosenRows_AreVisitedOnceEach(int count, int batchSize)
    {
        using var tensors = new DatasetTensors(Numbered(150));
        int[] rows = [.. Enumerable.Range(0, count).Select(i => 149 - i)];
        using var loader = new BatchLoader(tensors, rows, batchSize, seed: 7);

        for (var epoch = 0; epoch < 3; epoch++)
            Assert.Equal(rows.Order(), Epoch(loader).Order());
    }

    [Fact]
    public void Epoch_SameSeed_GivesTheSameOrderAndANewOneEachEpoch()
    {
        using var tensors = new DatasetTensors(Numbered(200));
        int[] rows = [.. Enumerable.Range(0, 200)];
        using var a = new BatchLoader(tensors, rows, 32, seed: 7);
        using var b = new BatchLoader(tensors, rows, 32, seed: 7);
        using var c = new BatchLoader(tensors, rows, 32, seed: 8);

        List<int> first = Epoch(a), second = Epoch(a);

        Assert.Equal(first, Epoch(b));
        Assert.Equal(second, Epoch(b));
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, Epoch(c));
        Assert.NotEqual(rows, first);
    }

    [Fact]
    public void Constructor_NoRowsOrNoBatch_IsRefused()
    {
        using var tensors = new DatasetTensors(Numbered(10));
        Assert.Throws<ArgumentException>(() => new BatchLoader(tensors, [], 4, 1));
        Assert.Throws<ArgumentException>(() => new BatchLoader(tensors, [1], 0, 1));
        using var loader = new BatchLoader(tensors, [1, 2], 2, 1);
        Assert.Throws<ArgumentException>(() => loader.Batch(1));
    }
}
