using System.Text.Json.Nodes;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Policies;
using LeanDeep.Tests.Training.Data;
using LeanDeep.Training.Hjb.Policies;

namespace LeanDeep.Tests.Training.Hjb.Policies;

/// <summary>What a policy does at trading time beside its formula: guards, cap, refusals.</summary>
public sealed class SharpePolicyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SharpeEstimate _market = new(1);
    private readonly PolicyDecision _decision = new(1);

    public SharpePolicyTests()
    {
        _market.Volatility[0] = 0.18;
        (_market.SharpeRatio[0], _market.LongRunSharpeRatio[0], _market.Reversion[0]) = (0.4, 0.4, 0.25);
        (_market.Deviation[0], _market.Correlation[0]) = (0.2, -0.8);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Decide_MyopicAndHedging_AddUpToTheWeight()
    {
        using var policy = Open(double.PositiveInfinity);
        policy.Decide(_market, 5, 10, _decision);
        Assert.Equal(0.81550805, _decision.Weights[0], 1e-8);
        Assert.Equal(0.4 / (5 * 0.18), _decision.Myopic[0], 1e-12);
        Assert.Equal(_decision.Weights[0], _decision.Myopic[0] + _decision.Hedging[0], 1e-15);
        Assert.Equal((PolicyFlags.None, _decision.Weights[0]), (_decision.Flags, _decision.Leverage));
    }

    [Fact]
    public void Decide_StateOutsideTheDomain_IsTakenAtItsEndAndFlagged()
    {
        using var policy = Open(double.PositiveInfinity);
        _market.SharpeRatio[0] = 5;
        policy.Decide(_market, 5, 10, _decision);
        var end = _decision.Weights[0];
        _market.SharpeRatio[0] = 40;
        policy.Decide(_market, 5, 10, _decision);
        Assert.Equal(PolicyFlags.OutOfDomain, _decision.Flags);
        Assert.Equal(end, _decision.Weights[0]);
        Assert.Equal([true, false, false, false, false, false, false], policy.Model.Clipped.ToArray());
    }

    [Fact]
    public void Decide_BeyondTheCap_ScalesBothParts()
    {
        using var policy = Open(0.5);
        policy.Decide(_market, 5, 10, _decision);
        Assert.Equal(PolicyFlags.Capped, _decision.Flags);
        Assert.Equal(0.5, _decision.Weights[0], 1e-12);
        Assert.Equal(0.81550805, _decision.Leverage, 1e-8);
        Assert.Equal(0.5 * 0.44444444 / 0.81550805, _decision.Myopic[0], 1e-7);
    }

    /// <summary>With γ below 1 and a slow, volatile Sharpe ratio β² − 4αχ is negative: utility explodes at some horizon.</summary>
    [Fact]
    public void Decide_ParametersWithoutASolution_DoesNotHedge()
    {
        using var policy = Open(double.PositiveInfinity);
        (_market.Reversion[0], _market.Deviation[0], _market.Correlation[0]) = (0.1, 0.9, 0.1);
        policy.Decide(_market, 0.3, 10, _decision);
        Assert.Equal(PolicyFlags.NoSolution | PolicyFlags.OutOfDomain, _decision.Flags);
        Assert.Equal(0, _decision.Hedging[0]);
        Assert.True(double.IsFinite(_decision.Weights[0]));
    }

    /// <summary>c/w = ψρ + (1−ψ)(r + Λ/2γ) ≤ 0: saving for ever more is worth more, and no plan is best.</summary>
    [Fact]
    public void Decide_InfiniteUtility_IsFlagged()
    {
        PolicyBundle.Write(_folder.Root, new MertonPolicy(1, 3, 0.01, new(1, 10), new(-2, 2)), ExportedPolicy.Bundle());
        using var policy = new SharpePolicy(PolicyModel.Load(ModelBundle.Read(_folder.Root, "policy", PolicyBundleDescription.NothingSeen)), 1, 2);
        _market.Rate = 0.05;
        policy.Decide(_market, 2, 0, _decision);
        Assert.Equal(PolicyFlags.NoSolution, _decision.Flags);
        Assert.Equal(0, _decision.Consumption);
        Assert.Equal(0.4 / (2 * 0.18), _decision.Weights[0], 1e-12);
    }

    [Fact]
    public void Decide_AgainAndAgain_AllocatesNothing()
    {
        using var policy = Open(1);
        for (var i = 0; i < 200; i++) policy.Decide(_market, 5, 10, _decision); // until it is compiled for good
        Thread.Sleep(200);
        policy.Decide(_market, 5, 10, _decision);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) policy.Decide(_market, 5, 10 - i / 20.0, _decision);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Decide_NaN_IsRefused()
    {
        using var policy = Open(1);
        _market.SharpeRatio[0] = double.NaN;
        Assert.StartsWith("X: expected a number, found NaN", Assert.Throws<ArgumentException>(() => policy.Decide(_market, 5, 10, _decision)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EnsureUnseen_DateThatTheCalibrationSaw_IsRefused()
    {
        PolicyBundle.Write(_folder.Root, new KimOmbergPolicy(new()), ExportedPolicy.Bundle() with { Through = new(2015, 12, 31) });
        using var model = PolicyModel.Load(ModelBundle.Read(_folder.Root, "policy", new(2015, 12, 31)));
        model.EnsureUnseen(new(2016, 1, 4));
        Assert.Throws<InvalidOperationException>(() => model.EnsureUnseen(new(2015, 12, 31)));
    }

    [Theory]
    [InlineData("policy", "null", "policy: expected the problem solved, found none")]
    [InlineData("policy.outputs", "2", "policy: float64[-1,2]")]
    [InlineData("policy.inputs.0.lower", "6", "policy.inputs[0]: expected a finite range of X with lower < upper, found 6 and 5")]
    [InlineData("policy.riskAversion", "5", "policy.riskAversion: expected none, as it is an input, found 5")]
    [InlineData("kind", "\"allocator\"", "constraints: expected a constraint set, found none")]
    [InlineData("policy.unit", "\"dollars\"", "policy.unit: expected an object with problem")]
    public void Load_ManifestThatDoesNotFit_SaysWhatIsWrong(string field, string value, string expected)
    {
        var folder = PolicyBundle.Write(_folder.Root, new KimOmbergPolicy(new()), ExportedPolicy.Bundle());
        var path = Path.Combine(folder, ModelBundle.ManifestFile);
        JsonNode json = JsonNode.Parse(File.ReadAllText(path))!, at = json;
        var parts = field.Split('.');
        foreach (var part in parts[..^1]) at = int.TryParse(part, out var i) ? at[i]! : at[part]!;
        at[parts[^1]] = JsonNode.Parse(value);
        File.WriteAllText(path, json.ToJsonString());
        var message = Assert.Throws<InvalidDataException>(() => PolicyModel.Load(ModelBundle.Read(_folder.Root, "policy", PolicyBundleDescription.NothingSeen))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void SharpePolicy_OfAnotherMarket_IsRefused()
    {
        var model = ExportedPolicy.Open(_folder.Root, new MertonPolicy(3, 1, 0.04, new(1, 10), new(-1, 1)));
        Assert.Contains("expected a policy of 1 or 2 shocks, found 3", Assert.Throws<ArgumentException>(() => new SharpePolicy(model, 2, 1)).Message, StringComparison.Ordinal);
        model.Dispose();
    }

    private SharpePolicy Open(double cap) => new(ExportedPolicy.Open(_folder.Root, new KimOmbergPolicy(new())), 1, cap);
}
