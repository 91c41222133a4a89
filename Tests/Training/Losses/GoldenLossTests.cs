using System.Text.Json;
using LeanDeep.Training.Losses;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Losses;

[Collection(TorchCollection.Name)]
public sealed class GoldenLossTests
{
    /// <summary>Where ours differs from what DeepDow gives and the file has no corrected value.</summary>
    private static bool DiffersWithoutReference(JsonElement json) => json.Find("defect")?.GetString() == "sortino_target" && json.GetProperty("args").Find("rf") is { } rf && rf.GetDouble() != 0;

    public static TheoryData<string> Values() => GoldenTensors.Ids(LossCases.File, c => !c.Text("id").StartsWith("edge", StringComparison.Ordinal) && !DiffersWithoutReference(c));

    public static TheoryData<string> Edges() => GoldenTensors.Ids(LossCases.File, c => c.Text("id").StartsWith("edge", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Values))]
    public void PerSample_ReferenceInputs_EqualsDeepDowOrItsCorrection(string id)
    {
        using var scope = NewDisposeScope();
        var json = GoldenTensors.Case(LossCases.File, id);
        var input = GoldenTensors.File(LossCases.File).GetProperty("inputs").GetProperty(json.Text("input"));
        var tolerance = json.Text("dtype") == "float64" ? 1e-12 : 2e-6;
        var weights = input.Tensor("weights").requires_grad_();
        var loss = LossCases.Create(json).PerSample(weights, input.Tensor("y"));

        GoldenTensors.AssertClose(json.Find("expected_fixed") ?? json.GetProperty("output"), loss, tolerance, id);

        if (json.Find("expected_fixed") != null || json.Find("grad_weights") is not { } gradient)
            return;
        loss.sum().backward();
        // Along Σdw = 0, where wealth left over earns nothing in either; DeepDow's other direction belongs to its defect portfolio_returns_unnormalised.
        var (expected, found) = (GoldenTensors.ToTensor(gradient), weights.grad!);
        if (LossCases.ReadsReturns(json.Text("loss")))
            (expected, found) = (Tangent(expected), Tangent(found));
        GoldenTensors.AssertClose(expected.to(float64).data<double>().ToArray(), found, json.Text("dtype") == "float64" ? 1e-11 : 2e-5, $"{id} gradient");
    }

    [Theory]
    [MemberData(nameof(Edges))]
    public void PerSample_OneStepOrConstantReturns_IsFiniteOrRefused(string id)
    {
        using var scope = NewDisposeScope();
        var json = GoldenTensors.Case(LossCases.File, id);
        var input = GoldenTensors.File(LossCases.File).GetProperty("inputs").GetProperty(json.Text("input"));
        var weights = input.Tensor("weights").requires_grad_();
        var loss = LossCases.Create(json);
        if (json.Text("input") == "edge_one_step" && json.Text("loss") is "SharpeRatio" or "StandardDeviation" or "TargetStandardDeviation" or "RiskParity")
        {
            Assert.Throws<ArgumentException>(() => loss.PerSample(weights, input.Tensor("y")));
            return;
        }
        var values = loss.PerSample(weights, input.Tensor("y"));
        Assert.True(values.isfinite().all().item<bool>());
        // A constant return has a deviation of rounding size, over which a ratio is as large as its ε allows.
        if (json.Find("output") is { } output && GoldenTensors.Data(output).All(double.IsFinite) && id != "edge_one_step_MaximumDrawdown")
            GoldenTensors.AssertClose(output, values, 1e-10, id);
        values.sum().backward();
        Assert.True(weights.grad!.isfinite().all().item<bool>());
    }

    private static Tensor Tangent(Tensor gradient) => gradient.sub(gradient.mean([1], keepdim: true));
}
