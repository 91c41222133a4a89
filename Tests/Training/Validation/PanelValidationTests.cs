using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Networks;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class PanelValidationTests
{
    [Fact]
    public void Score_KnownPredictions_GivesLossInVariancesAndDailyCorrelations()
    {
        var dataset = Rows.Of(seed: 2, sessions: 30, names: 15, features: 1, x => x[0], noise: 0);
        var rows = dataset.RowsOf(10, 19);
        var validation = new PanelValidation(dataset, rows, variance: 4);

        var good = validation.Score(new Multiple(dataset.Labels, 1));
        var bad = validation.Score(new Multiple(dataset.Labels, -1));
        var none = validation.Score(new Multiple(dataset.Labels, float.NaN));

        Assert.Equal(0, good.Loss, 1e-12);
        Assert.Equal(1, good.Score, 1e-12);
        var squares = dataset.Labels[rows].Average(v => (double)v * v);
        Assert.Equal(4 * squares / 4, bad.Loss, 1e-6);
        Assert.Equal(-1, bad.Score, 1e-12);
        Assert.True(double.IsNaN(none.Loss));
        Assert.Equal([10, 10, 0], validation.Days.Select(d => d.Count));
        Assert.Equal(Enumerable.Range(10, 10), validation.Days[0].Select(d => d.Session));
    }

    /// <summary>Predicts a multiple of the labels.</summary>
    private sealed class Multiple(float[] labels, float factor) : IDenseTraining
    {
        public int Epoch => 0;

        public DenseParameters Parameters => throw new NotSupportedException();

        public void Predict(Range rows, Span<float> predictions)
        {
            foreach (var (i, label) in labels[rows].Index())
                predictions[i] = factor * label;
        }

        public double RunEpoch(CancellationToken cancellation) => throw new NotSupportedException();

        public void Save(Stream stream) => throw new NotSupportedException();

        public void Restore(Stream stream) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
