using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace LeanDeep.Tests.Platform.Onnx;

public sealed class InferenceSessionTests
{
    [Fact]
    public void Session_FromBytes_KnowsNamesShapesAndTypes()
    {
        using var session = new InferenceSession(TinyOnnx.Linear([1, 2, 3], 0.5f));
        Assert.Equal("features", Assert.Single(session.InputNames));
        Assert.Equal("prediction", Assert.Single(session.OutputNames));
        var (input, output) = (session.InputMetadata["features"], session.OutputMetadata["prediction"]);
        Assert.Equal([-1, 3], input.Dimensions);
        Assert.Equal(["batch", ""], input.SymbolicDimensions);
        Assert.Equal(TensorElementType.Float, input.ElementDataType);
        Assert.Equal([-1, 1], output.Dimensions);
        Assert.True(output.IsTensor);
    }

    [Fact]
    public void Session_OfAModel_GivesItsMetadata()
    {
        using var session = new InferenceSession(TinyOnnx.Linear([1], 0));
        Assert.Equal("leandeep-tests", session.ModelMetadata.ProducerName);
        Assert.Equal("linear", session.ModelMetadata.GraphName);
        Assert.Equal("test", session.ModelMetadata.CustomMetadataMap["purpose"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Run_AnyBatch_ComputesEveryRow(int batch)
    {
        using var session = new InferenceSession(TinyOnnx.Linear([1, -2, 0.25f], 0.5f));
        float[] rows = [.. Enumerable.Range(0, 3 * batch).Select(i => i % 17 - 8f)];
        using var input = OrtValue.CreateTensorValueFromMemory(rows, [batch, 3]);
        using var run = new RunOptions();
        using var results = session.Run(run, ["features"], [input], ["prediction"]);
        Assert.Equal([batch, 1], results[0].GetTensorTypeAndShape().Shape);
        var found = results[0].GetTensorDataAsSpan<float>();
        for (var i = 0; i < batch; i++)
            Assert.Equal(rows[3 * i] - 2 * rows[3 * i + 1] + 0.25f * rows[3 * i + 2] + 0.5f, found[i]);
    }

    [Fact]
    public void Run_NamedValues_ComputesTheSame()
    {
        using var session = new InferenceSession(TinyOnnx.Linear([2, 3], 1));
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("features", new DenseTensor<float>(new float[] { 1, 1, 2, 0 }, [2, 2]))]);
        Assert.Equal([6f, 5f], results[0].AsTensor<float>().ToArray());
    }

    [Fact]
    public void RunWithBinding_ReusedBuffers_ReadsAndWritesThemWithoutAllocating()
    {
        using var session = new InferenceSession(TinyOnnx.Linear([1, 1], 0));
        var (rows, predictions) = (new float[8], new float[4]);
        using var input = OrtValue.CreateTensorValueFromMemory(rows, [4, 2]);
        using var output = OrtValue.CreateTensorValueFromMemory(predictions, [4, 1]);
        using var binding = session.CreateIoBinding();
        using var run = new RunOptions();
        binding.BindInput("features", input);
        binding.BindOutput("prediction", output);
        session.RunWithBinding(run, binding);
        Assert.Equal([0f, 0, 0, 0], predictions);
        rows.AsSpan().Fill(3);
        var before = GC.GetAllocatedBytesForCurrentThread();
        session.RunWithBinding(run, binding);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal([6f, 6, 6, 6], predictions);
    }

    [Fact]
    public void Run_NaN_StaysInItsRow()
    {
        using var session = new InferenceSession(TinyOnnx.Linear([1, 1], 0));
        using var input = OrtValue.CreateTensorValueFromMemory(new[] { 1, float.NaN, 2, 3 }, [2, 2]);
        using var run = new RunOptions();
        using var results = session.Run(run, ["features"], [input], ["prediction"]);
        Assert.Equal([float.NaN, 5f], results[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void Run_WrongShape_SaysExpectedAndFound()
    {
        using var session = new InferenceSession(TinyOnnx.Linear([1, 1, 1], 0));
        using var input = OrtValue.CreateTensorValueFromMemory(new float[4], [2, 2]);
        using var run = new RunOptions();
        var error = Assert.Throws<OnnxRuntimeException>(() => session.Run(run, ["features"], [input], ["prediction"]));
        Assert.Contains("Got: 2 Expected: 3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100)]
    public void Session_NotAModel_Throws(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(bytes));
    }

    [Fact]
    public void Session_TruncatedModel_Throws()
    {
        var model = TinyOnnx.Linear([1, 2, 3], 0.5f);
        Assert.Throws<OnnxRuntimeException>(() => new InferenceSession(model[..(model.Length / 2)]));
    }

    [Fact]
    public void Environment_Providers_IncludeTheProcessor() =>
        Assert.Contains("CPUExecutionProvider", OrtEnv.Instance().GetAvailableProviders());
}
