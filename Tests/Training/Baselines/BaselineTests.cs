using LeanDeep.Training.Baselines;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Baselines;

public sealed class BaselineTests
{
    [Fact]
    public void Linear_LinearLabel_FindsItsWeights()
    {
        var dataset = Rows.Of(1, sessions: 60, names: 20, features: 4, x => 0.5 + 2 * x[0] - 3 * x[2], noise: 0);
        int[] training = [.. Enumerable.Range(0, 800)];
        var model = new LinearBaseline(0).Fit(dataset, training);

        // Weights are those of standardised features.
        double[] expected = [2 * model.Scaling.Scale[0], 0, -3 * model.Scaling.Scale[2], 0];
        for (var j = 0; j < 4; j++)
            Assert.Equal(expected[j], model.Weights[j], 1e-5);
        var predictions = model.Predict(dataset, 800..1200);
        for (var i = 0; i < predictions.Length; i++)
            Assert.Equal(dataset.Labels[800 + i], predictions[i], 1e-4);
    }

    [Fact]
    public void Linear_OneFeatureWithRidge_IsTheClosedForm()
    {
        var dataset = Rows.Of(2, 50, 10, features: 1, x => x[0], noise: 1);
        int[] training = [.. Enumerable.Range(0, 500)];
        double Weight(double ridge) => new LinearBaseline(ridge).Fit(dataset, training).Weights[0];

        // With z'z = n the ridge divides the least-squares weight by 1 + λ.
        Assert.Equal(Weight(0) / 1.5, Weight(0.5), 1e-6);
        Assert.Equal(0, Weight(1e9), 1e-6);
    }

    [Fact]
    public void Linear_ConstantAndDependentFeatures_AreHandled()
    {
        var dataset = Rows.Of(3, 30, 10, features: 3, x => x[0], noise: 0.1);
        for (var row = 0; row < dataset.RowCount; row++)
        {
            dataset.Features[row * 3 + 1] = 7;
            dataset.Features[row * 3 + 2] = dataset.Features[row * 3];
        }
        int[] training = [.. Enumerable.Range(0, 200)];
        Assert.Contains("depend on each other", Assert.Throws<ArgumentException>(() => new LinearBaseline(0).Fit(dataset, training)).Message, StringComparison.Ordinal);

        var model = new LinearBaseline(1e-3).Fit(dataset, training);
        Assert.Equal(0, model.Weights[1]);
        Assert.Equal(model.Weights[0], model.Weights[2], 1e-9);
        Assert.Throws<ArgumentException>(() => new LinearBaseline(-1));
    }

    [Fact]
    public void Predict_TestLabels_AreNotLookedAt()
    {
        foreach (var baseline in new Baseline[] { new LinearBaseline(1e-3), new ReversalBaseline("x1"), new RandomBaseline(4) })
        {
            var dataset = Rows.Of(4, 30, 10, features: 2, x => x[0], noise: 1);
            int[] training = [.. Enumerable.Range(0, 200)];
            var before = baseline.Predict(dataset, training, 200..300);
            dataset.Labels.AsSpan(200..300).Reverse();
            Assert.Equal(before, baseline.Predict(dataset, training, 200..300));
        }
    }

    [Fact]
    public void Reversal_Feature_IsNegated()
    {
        var dataset = Rows.Of(5, 10, 5, features: 2, x => x[0], noise: 1);
        Assert.Equal(Enumerable.Range(10, 20).Select(row => -dataset.Features[row * 2 + 1]), new ReversalBaseline("x1").Predict(dataset, [], 10..30));
        Assert.Contains("x9", Assert.Throws<ArgumentException>(() => new ReversalBaseline("x9").Predict(dataset, [], 10..30)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_Seed_DecidesTheNumberOfEachRow()
    {
        var dataset = Rows.Of(6, 200, 50, features: 1, x => x[0], noise: 0);
        var all = new RandomBaseline(1).Predict(dataset, [], ..);
        Assert.Equal(all[500..700], new RandomBaseline(1).Predict(dataset, [], 500..700));
        Assert.NotEqual(all, new RandomBaseline(2).Predict(dataset, [], ..));
        Assert.All(all, value => Assert.InRange(value, -0.5f, 0.4999999f));
        Assert.InRange(all.Average(), -0.01, 0.01);
        // No information: mean correlation of 200 days of 50 names within four standard errors of zero.
        Assert.InRange(InformationCoefficient.Daily(dataset.RowSessions, all, dataset.Labels).Average(day => day.Value), -4 / Math.Sqrt(49 * 200.0), 4 / Math.Sqrt(49 * 200.0));
    }
}
