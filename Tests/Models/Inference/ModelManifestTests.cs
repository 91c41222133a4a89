using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;

namespace LeanDeep.Tests.Models.Inference;

public sealed class ModelManifestTests
{
    [Fact]
    public void Manifest_WrittenAndRead_IsTheSame()
    {
        var json = Bundles.Manifest().ToJson();
        var manifest = ModelManifest.FromJson(json, "m.json");
        Assert.Equal(Encoding.UTF8.GetString(json), Encoding.UTF8.GetString(manifest.ToJson()));
        Assert.Equal(FeatureSet.Chapter17.Features, manifest.Features);
        Assert.Equal(Bundles.Manifest().Universe, manifest.Universe);
        Assert.Equal(Bundles.Manifest().Inputs, manifest.Inputs);
        Assert.True(double.IsNaN(manifest.Metrics["loss"]));
    }

    [Fact]
    public void Manifest_OfPortfolios_KeepsTheirMembersDistinct()
    {
        var manifest = Bundles.Manifest() with { Universe = new ModelUniverse("sectors", [new UniverseName("energy", -1, ["XOM", "CVX"]), new UniverseName("JPM", 6)]) };
        var read = ModelManifest.FromJson(manifest.ToJson(), "m.json");
        Assert.Equal(manifest.Universe, read.Universe);
        Assert.Equal(["XOM", "CVX", "JPM"], read.Universe.Names.SelectMany(name => name.Tickers));
        Assert.NotEqual(new UniverseName("energy", -1, ["XOM"]), read.Universe.Names[0]);

        var twice = manifest with { Universe = manifest.Universe with { Names = [new UniverseName("energy", -1, ["XOM", "JPM"]), new UniverseName("JPM", 6)] } };
        Assert.Equal("m.json: universe.names: JPM: members: expected distinct tickers, found JPM twice", Refusal(twice.ToJson()));
        var empty = manifest with { Universe = manifest.Universe with { Names = [new UniverseName("energy", -1, [])] } };
        Assert.Equal("m.json: universe.names: energy: members: expected at least one, found none", Refusal(empty.ToJson()));
    }

    [Fact]
    public void ToJson_Keys_AreCamelCaseAndEnumsWords()
    {
        var json = JsonDocument.Parse(Bundles.Manifest().ToJson()).RootElement;
        Assert.Equal("return-predictor", json.GetProperty("kind").GetString());
        Assert.Equal("2015-11-27", json.GetProperty("trainedThrough").GetString());
        Assert.Equal("float32", json.GetProperty("inputs")[0].GetProperty("type").GetString());
        Assert.Equal("14", json.GetProperty("features")[2].GetProperty("parameters").GetProperty("period").GetString());
        Assert.Equal(1, json.GetProperty("formatVersion").GetInt32());
        Assert.False(json.TryGetProperty("constraints", out _));
    }

    [Fact]
    public void ToJson_Constraints_TravelAsTheyAre()
    {
        var manifest = Bundles.Manifest() with { Constraints = JsonSerializer.SerializeToElement(new { gross = 2, net = 0 }) };
        Assert.Equal(2, ModelManifest.FromJson(manifest.ToJson(), "m").Constraints!.Value.GetProperty("gross").GetInt32());
    }

    [Theory]
    [InlineData("", "m.json: line 1: expected JSON, found")]
    [InlineData("{\n\"name\": nonsense}", "m.json: line 2: expected JSON, found")]
    [InlineData("[]", "m.json: expected a JSON object, found Array")]
    [InlineData("{}", "m.json: formatVersion: expected 1, found none")]
    [InlineData("""{"formatVersion":2}""", "m.json: formatVersion: expected 1, found 2")]
    [InlineData("""{"formatVersion":"1"}""", "m.json: formatVersion: expected 1, found \"1\"")]
    public void FromJson_NotAManifest_SaysWhatAndWhere(string json, string expected) =>
        Assert.StartsWith(expected, Refusal(Encoding.UTF8.GetBytes(json)), StringComparison.Ordinal);

    [Theory]
    [InlineData("name", null, "m.json: name: expected text, found none")]
    [InlineData("trainedThrough", "\"27.11.2015\"", "m.json: trainedThrough: expected a date yyyy-MM-dd, found \"27.11.2015\"")]
    [InlineData("seed", "\"many\"", "m.json: seed: expected a whole number, found \"many\"")]
    [InlineData("kind", "\"oracle\"", "m.json: kind: expected one of return-predictor, allocator, policy, found \"oracle\"")]
    [InlineData("universe", "null", "m.json: universe: expected an object with rule and names, found null")]
    [InlineData("universe", "{\"rule\":\"all\",\"names\":[{\"name\":\"A\",\"sector\":\"x\"}]}", "m.json: universe.names[0].sector: expected an object with rule and names, found {")]
    [InlineData("metrics", "{\"meanIC\":\"high\"}", "m.json: metrics.meanIC: expected an object of numbers, found {")]
    [InlineData("trainedThru", "1", "m.json: trainedThru: expected a field of a manifest, found an unknown one")]
    [InlineData("name", "\"a.b\"", "m.json: name: expected letters, digits, '-' and '_', found a.b")]
    [InlineData("trainedThrough", "\"2009-01-01\"", "m.json: trainedThrough: expected at least trainedFrom 2010-04-06, found 2009-01-01")]
    [InlineData("barsFrom", "\"2011-01-01\"", "m.json: barsFrom: expected at most trainedFrom 2010-04-06, found 2011-01-01")]
    [InlineData("featureHash", "\"abc\"", "m.json: featureHash: expected")]
    [InlineData("inputs", "[]", "m.json: inputs: expected at least one, found none")]
    [InlineData("lookback", "0", "m.json: lookback: expected at least 1, found 0")]
    [InlineData("gap", "-1", "m.json: gap: expected at least 0, found -1")]
    public void FromJson_BadField_NamesIt(string field, string? value, string expected)
    {
        var json = JsonNode.Parse(Bundles.Manifest().ToJson())!.AsObject();
        json.Remove(field);
        if (value != null)
            json.Add(field, JsonNode.Parse(value));
        var message = Refusal(JsonSerializer.SerializeToUtf8Bytes(json));
        Assert.StartsWith("m.json: ", message, StringComparison.Ordinal);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    private static string Refusal(byte[] json) => Assert.Throws<InvalidDataException>(() => ModelManifest.FromJson(json, "m.json")).Message;
}
