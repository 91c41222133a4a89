using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Policies;

namespace LeanDeep.Tests.Models.Inference;

public sealed class ReturnPredictorTests : IDisposable
{
    private static readonly DateOnly FirstTradingDate = new(2015, 11, 30);
    private readonly TemporaryFolder _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public void Predict_AnyNumberOfRows_ComputesEach()
    {
        Write(Bundles.Manifest(), Bundles.Model);
        using var predictor = Load();
        foreach (var count in new[] { 3, 1, 0, 200, 3 })
        {
            var rows = Rows(count, seed: count);
            var predictions = new float[count + 1];
            predictions[count] = 77;
            predictor.Predict(rows, count, predictions);
            for (var i = 0; i < count; i++)
                Assert.Equal(Expected(rows.AsSpan(31 * i, 31)), predictions[i], 1e-5);
            Assert.Equal(77, predictions[count]);
        }
    }

    [Fact]
    public void Predict_FlatOutput_ComputesEach()
    {
        Write(Bundles.Manifest() with { Outputs = [new TensorSpecification("prediction", [-1], TensorType.Float32)] }, TinyOnnx.Linear(Bundles.Weights, 0.5f, flat: true));
        using var predictor = Load();
        var (rows, predictions) = (Rows(5, 1), new float[5]);
        predictor.Predict(rows, 5, predictions);
        for (var i = 0; i < 5; i++)
            Assert.Equal(Expected(rows.AsSpan(31 * i, 31)), predictions[i], 1e-5);
    }

    [Fact]
    public void Predict_SameNumberOfRows_AllocatesNothing()
    {
        Write(Bundles.Manifest(), Bundles.Model);
        using var predictor = Load();
        var (rows, predictions) = (Rows(100, 2), new float[100]);
        predictor.Predict(rows, 100, predictions);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            predictor.Predict(rows, 100, predictions);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Predict_NaN_StaysInItsRow()
    {
        Write(Bundles.Manifest(), Bundles.Model);
        using var predictor = Load();
        var (rows, predictions) = (Rows(3, 4), new float[3]);
        rows[31 + 5] = float.NaN;
        predictor.Predict(rows, 3, predictions);
        Assert.Equal([false, true, false], predictions.Select(float.IsNaN));
    }

    [Fact]
    public void Predict_ShortSpans_Throws()
    {
        Write(Bundles.Manifest(), Bundles.Model);
        using var predictor = Load();
        Assert.Equal("rows", Assert.Throws<ArgumentException>(() => predictor.Predict(new float[61], 2, new float[2])).ParamName);
        Assert.Equal("predictions", Assert.Throws<ArgumentException>(() => predictor.Predict(new float[62], 2, new float[1])).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => predictor.Predict([], -1, []));
    }

    [Fact]
    public void Load_SeveralBundles_TakesTheNewestUnseen()
    {
        foreach (var date in new[] { "2014-06-30", "2015-11-27", "2015-11-30", "2016-11-29" })
            Write(Bundles.Manifest(trainedThrough: date), Bundles.Model);
        using var predictor = Load();
        Assert.Equal(new DateOnly(2015, 11, 27), predictor.Manifest.TrainedThrough);
        Assert.Equal("models/feedforward/20151127", predictor.Path);
        using var inSample = Load(allowInSample: true);
        Assert.Equal(new DateOnly(2016, 11, 29), inSample.Manifest.TrainedThrough);
    }

    [Fact]
    public void Load_OnlySeenBundles_IsRefused()
    {
        Write(Bundles.Manifest(trainedThrough: "2015-11-30"), Bundles.Model);
        Assert.Equal("models/feedforward: expected a bundle trained through a date before 2015-11-30, found 2015-11-30", Refusal());
    }

    [Fact]
    public void Load_NoBundle_IsRefused() =>
        Assert.Equal("models/feedforward: expected a bundle (yyyyMMdd/model.onnx and manifest.json), found none", Refusal());

    [Fact]
    public void EnsureUnseen_DateOfTheTraining_IsRefused()
    {
        Write(Bundles.Manifest(), Bundles.Model);
        using var predictor = Load();
        predictor.EnsureUnseen(new DateOnly(2015, 11, 28));
        Assert.Equal("models/feedforward/20151127: expected a trading date after 2015-11-27, the last that training saw, found 2015-11-27",
            Assert.Throws<InvalidOperationException>(() => predictor.EnsureUnseen(new DateOnly(2015, 11, 27))).Message);
        using var inSample = Load(allowInSample: true);
        inSample.EnsureUnseen(new DateOnly(2012, 1, 3));
    }

    [Fact]
    public void Load_OtherFeatures_NamesTheFirstThatDiffers()
    {
        var features = FeatureSet.Chapter17WholeSampleZScore;
        Write(Bundles.Manifest() with { Features = features.Features, FeatureHash = features.Hash }, Bundles.Model);
        Assert.Equal(
            "models/feedforward/20151127/manifest.json: feature 6: expected ATR(period=14, zScore=expanding, zScoreMinimum=21), found ATR(period=14, zScore=whole-sample)",
            Refusal());
    }

    [Fact]
    public void Load_FewerFeatures_SaysHowMany()
    {
        FeatureDefinition[] features = [.. FeatureSet.Chapter17.Features.Take(30)];
        Write(Bundles.Manifest() with { Features = features, FeatureHash = FeatureSet.HashOf(features) }, Bundles.Model);
        Assert.Equal("models/feedforward/20151127/manifest.json: features: expected the 31 of chapter17, found 30", Refusal());
    }

    [Fact]
    public void Load_ModelOfOtherShape_SaysExpectedAndFound()
    {
        Write(Bundles.Manifest(), TinyOnnx.Linear([1, 2, 3], 0));
        Assert.Equal("models/feedforward/20151127/model.onnx: inputs: expected features: float32[-1,31], found features: float32[-1,3]", Refusal());
    }

    [Fact]
    public void Load_ModelOfOtherNames_SaysExpectedAndFound()
    {
        Write(Bundles.Manifest(), TinyOnnx.Linear(Bundles.Weights, 0, output: "y"));
        Assert.Equal("models/feedforward/20151127/model.onnx: outputs: expected prediction: float32[-1,1], found y: float32[-1,1]", Refusal());
    }

    [Fact]
    public void Load_ManifestOfThreeColumns_SaysWhatAPredictorTakes()
    {
        Write(Bundles.Manifest() with { Inputs = [new TensorSpecification("features", [-1, 3], TensorType.Float32)] }, TinyOnnx.Linear([1, 2, 3], 0));
        Assert.Equal("models/feedforward/20151127/manifest.json: inputs: expected one float32[-1,31], found features: float32[-1,3]", Refusal());
    }

    [Fact]
    public void Load_AnotherKind_IsRefused()
    {
        var policy = new PolicyDescription
        {
            Problem = "kim-omberg", Method = SolutionMethod.ClosedForm, Inputs = [new("X", PolicyQuantity.SharpeRatio, -1, 1)], Outputs = 1,
            Unit = PolicyUnit.Exposures, RiskAversion = 5, Parameters = new Dictionary<string, double>(),
        };
        Write(Bundles.Manifest() with { Kind = BundleKind.Policy, Policy = policy }, Bundles.Model);
        Assert.Equal("models/feedforward/20151127/manifest.json: kind: expected ReturnPredictor, found Policy", Refusal());
    }

    [Fact]
    public void Load_FileThatIsNoModel_IsOneClearLine()
    {
        Write(Bundles.Manifest(), "this is not a model"u8.ToArray());
        var message = Refusal();
        Assert.StartsWith("models/feedforward/20151127/model.onnx: expected an ONNX model, found 19 bytes that ONNX Runtime refuses: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Open_CudaWithoutItsProvider_IsRefused()
    {
        if (OnnxModel.Providers.Contains("CUDAExecutionProvider"))
            return;
        Assert.Contains("expected an ONNX Runtime with CUDAExecutionProvider, found",
            Assert.Throws<NotSupportedException>(() => OnnxModel.Open(Bundles.Model, "m.onnx", ComputeDevice.Cuda)).Message, StringComparison.Ordinal);
    }

    private void Write(ModelManifest manifest, byte[] model) => ModelBundle.Write(_store.Path, manifest, model);

    private ReturnPredictor Load(bool allowInSample = false)
    {
        var keys = Directory.EnumerateFiles(_store.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_store.Path, file));
        return ReturnPredictor.Load(keys, key => File.ReadAllBytes(Path.Combine(_store.Path, key)), "feedforward", FeatureSet.Chapter17, FirstTradingDate, allowInSample);
    }

    private string Refusal() => Assert.Throws<InvalidDataException>(() => Load()).Message;

    private static float[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 31 * count).Select(_ => random.NextSingle() - 0.5f)];
    }

    private static double Expected(ReadOnlySpan<float> row)
    {
        var sum = 0.5;
        for (var i = 0; i < row.Length; i++)
            sum += (double)row[i] * Bundles.Weights[i];
        return sum;
    }
}
