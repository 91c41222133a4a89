using LeanDeep.Training.Data.Loading;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Fused;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Fused;

/// <summary>The fused trainer's gradients against libtorch in double, and its register widths against each other.</summary>
[Collection(TorchCollection.Name)]
public sealed class FusedDenseTrainingTests
{
    private const int Features = 31;

    private static readonly SupervisedDataset Regression =
        LeanDeep.Tests.Training.Rows.Of(seed: 5, sessions: 64, names: 100, Features, x => 0.3 * x[0] - 0.2 * x[1] * x[2] + 0.1 * x[3], noise: 0.5);

    private static readonly SupervisedDataset Classes =
        LeanDeep.Tests.Training.Rows.Of(seed: 6, sessions: 64, names: 100, Features, x => x[0] + x[1] > 0.5 ? 2 : x[2] > 0 ? 1 : 0, noise: 0);

    private static int[] AllRows => [.. Enumerable.Range(0, Regression.RowCount)];

    private static FusedDenseTraining CreateFused(SupervisedDataset data, DenseNetworkOptions network, TrainerOptions trainer, LaneWidth width) =>
        new(data, new DenseModel(AllRows, InputScaling.Of(data, AllRows), trainer.Loss == TrainingLoss.CrossEntropy ? LabelScaling.None : LabelScaling.Of(data, AllRows), 9), network, trainer, width);

    public static TheoryData<Activation, TrainingLoss> Gradients
    {
        get
        {
            var cases = new TheoryData<Activation, TrainingLoss>();
            foreach (var activation in Enum.GetValues<Activation>())
                foreach (var loss in Enum.GetValues<TrainingLoss>())
                    cases.Add(activation, loss);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Gradients))]
    public void Gradient_EveryActivationAndLoss_AgreesWithTorchInDouble(Activation activation, TrainingLoss loss)
    {
        var data = loss == TrainingLoss.CrossEntropy ? Classes : Regression;
        var network = new DenseNetworkOptions { HiddenLayers = [20, 9], Activation = activation, Dropout = 0, MaxoutPieces = 3, Outputs = loss == TrainingLoss.CrossEntropy ? 3 : 1 };
        var trainer = new TrainerOptions { BatchSize = 100, Loss = loss, HuberDelta = 0.7 };
        foreach (var width in Widths())
        {
            using var training = CreateFused(data, network, trainer, width);
            var gradient = training.Gradient(0, 100);
            var expected = TorchGradient(training.Parameters, data, trainer, FirstRows(100));
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], gradient[i], 1e-6 * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    [Fact]
    public void Gradient_FiniteDifferences_Agree()
    {
        var network = new DenseNetworkOptions { HiddenLayers = [8], Dropout = 0 };
        var trainer = new TrainerOptions { BatchSize = 50 };
        using var training = CreateFused(Regression, network, trainer, LaneWidths.Widest);
        var gradient = training.Gradient(0, 50);
        var parameters = training.Parameters;
        var rows = FirstRows(50);
        var values = parameters.Flatten();
        for (var i = 0; i < values.Length; i += 7)
        {
            var (up, down) = ((float[])values.Clone(), (float[])values.Clone());
            up[i] += 1e-2f;
            down[i] -= 1e-2f;
            var difference = (PlainLoss(parameters.With(up), rows) - PlainLoss(parameters.With(down), rows)) / ((double)up[i] - down[i]);
            Assert.Equal(difference, gradient[i], 2e-4);
        }
    }

    [Fact]
    public void RunEpoch_EveryWidth_AgreesWithTheScalarOne()
    {
        var network = new DenseNetworkOptions { HiddenLayers = [33, 17], Dropout = 0.2, DropoutPlacement = DropoutPlacement.AfterEachHidden };
        var trainer = new TrainerOptions { BatchSize = 70, ClipNorm = 1 };
        using var plain = CreateFused(Regression, network, trainer, LaneWidth.Scalar);
        plain.RunEpoch(default);
        var expected = plain.Parameters.Flatten();
        foreach (var width in Widths())
        {
            using var training = CreateFused(Regression, network, trainer, width);
            training.RunEpoch(default);
            var found = training.Parameters.Flatten();
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], found[i], 2e-5);
        }
    }

    [Fact]
    public void RunEpoch_AfterTheFirst_AllocatesNothing()
    {
        using var training = CreateFused(Regression, new DenseNetworkOptions { HiddenLayers = [32, 32] }, new TrainerOptions { BatchSize = 64 }, LaneWidths.Widest);
        training.RunEpoch(default);
        var before = GC.GetAllocatedBytesForCurrentThread();
        training.RunEpoch(default);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static IEnumerable<LaneWidth> Widths() => Enum.GetValues<LaneWidth>().Where(width => width <= LaneWidths.Widest);

    private static int[] FirstRows(int count)
    {
        var order = new int[Regression.RowCount];
        RowOrder.Draw(AllRows, order, new DenseModel(AllRows, InputScaling.None(Features), LabelScaling.None, 9).OrderSeed(0));
        return order[..count];
    }

    private static double PlainLoss(DenseParameters parameters, int[] rows) => rows.Average(row =>
    {
        var prediction = PlainDense.Predict(parameters, Regression.Features.AsSpan(row * Features, Features))[0];
        return Math.Pow((prediction - Regression.Labels[row]) / parameters.Labels.Scale, 2);
    });

    private static double[] TorchGradient(DenseParameters parameters, SupervisedDataset data, TrainerOptions trainer, int[] rows)
    {
        using var scope = NewDisposeScope();
        var inputs = new double[rows.Length * Features];
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < Features; j++)
                inputs[i * Features + j] = ((double)data.Features[rows[i] * Features + j] - parameters.Scaling.Mean[j]) / parameters.Scaling.Scale[j];
        var values = tensor(inputs).reshape(rows.Length, Features);
        var leaves = new List<Tensor>();
        foreach (var layer in parameters.Layers)
        {
            var weight = tensor(Array.ConvertAll(layer.Weights, w => (double)w)).reshape(layer.Outputs, layer.Inputs).requires_grad_();
            var bias = tensor(Array.ConvertAll(layer.Biases, b => (double)b)).requires_grad_();
            leaves.AddRange([weight, bias]);
            values = values.matmul(weight.t()).add(bias);
            if (layer == parameters.Layers[^1])
                break;
            values = parameters.Options.Activation switch
            {
                Activation.Tanh => values.tanh(),
                Activation.Relu => values.relu(),
                Activation.LeakyRelu => nn.functional.leaky_relu(values, parameters.Options.NegativeSlope),
                Activation.Sigmoid => values.sigmoid(),
                _ => values.reshape(rows.Length, -1, parameters.Options.MaxoutPieces).amax([2]),
            };
        }
        var labels = rows.Select(row => ((double)data.Labels[row] - parameters.Labels.Mean) / parameters.Labels.Scale).ToArray();
        var loss = trainer.Loss switch
        {
            TrainingLoss.MeanSquaredError => nn.functional.mse_loss(values, tensor(labels).reshape(-1, 1)),
            TrainingLoss.Huber => nn.functional.huber_loss(values, tensor(labels).reshape(-1, 1), trainer.HuberDelta),
            _ => nn.functional.cross_entropy(values, tensor(Array.ConvertAll(labels, label => (long)label))),
        };
        loss.backward();
        return [.. leaves.SelectMany(leaf => leaf.grad!.data<double>().ToArray())];
    }
}
