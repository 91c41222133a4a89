using System.Text.Json;
using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Cli;

/// <summary>Allocators from a config file: bundles and a table, or one line that says what is wrong.</summary>
[Collection("one engine at a time")] // LEAN keeps its settings process-wide
public sealed class TrainAllocatorTests(SmallFolder folder) : IClassFixture<SmallFolder>
{
    /// <summary>Twelve names of ten sectors, made once.</summary>
    private string Data
    {
        get
        {
            var data = folder["ten-sectors"];
            if (!Directory.Exists(data)) SyntheticMarket.Write(new SyntheticMarketOptions { Seed = 5, Names = 12, Years = 2, Sectors = 10 }, data);
            return data;
        }
    }

    private string Config(string name, string data, string extra = "") => folder.Write($"{name}.json", $$"""
        {
          "name": "{{name}}",
          "data": { "folder": "{{Data}}", {{data}} },
          "dates": { "trainThrough": "2010-09-30", "stopThrough": "2010-12-31" },
          "window": { "lookback": 10, "horizon": 5{{extra}} },
          "network": { "kind": "conv", "hidden": 4 },
          "constraints": { "box": { "lower": 0, "upper": 0.6 }, "turnover": 0.4 },
          "training": { "epochs": 1 },
          "engine": { "period": "monthly" },
          "seeds": [1]
        }
        """);

    [Theory]
    [InlineData("names", "\"largest\": 4")]
    [InlineData("portfolios", "\"portfolios\": { \"sectors\": [\"energy\", \"finance\"], \"size\": 1 }")]
    public async Task Train_Config_TestsItBesideBenchmarks(string name, string data)
    {
        var (code, output, error) = await SmallFolder.Run("train", "allocator", "--config", Config(name, data), "--storage", folder[name], "--out", folder[name + "-engine"], "--json");

        Assert.True(code == 0, error);
        var result = JsonDocument.Parse(output).RootElement;
        var seed = Assert.Single(result.GetProperty("seeds").EnumerateArray());
        Assert.Equal(4, result.GetProperty("benchmarks").GetArrayLength());
        Assert.InRange(seed.GetProperty("test").GetProperty("largestViolation").GetDouble(), 0, 1e-9);
        Assert.True(File.Exists(Path.Combine(folder[name], "models", $"{name}-1", "20101231", "model.onnx")));
        Assert.Equal(5, result.GetProperty("engine").GetArrayLength());
        Assert.All(result.GetProperty("engine").EnumerateArray(), run =>
        {
            Assert.Equal("0", run.GetProperty("violated").GetString());
            Assert.True(File.Exists(run.GetProperty("resultFile").GetString()));
        });
    }

    [Theory]
    [InlineData("unknown", "\"largest\": 4", ", \"step\": 2", "window.step: expected one of lookback, gap, horizon, rebalance, found an unknown key")]
    [InlineData("many", "\"largest\": 400", "", "data.largest: expected at least 400 names, found 12")]
    [InlineData("absent", "\"portfolios\": { \"sectors\": [\"energy\", \"piracy\"], \"size\": 1 }", "", "found piracy")]
    public async Task Train_BadConfig_IsOneLine(string name, string data, string extra, string message)
    {
        var (code, _, error) = await SmallFolder.Run("train", "allocator", "--config", Config(name, data, extra), "--storage", folder[name]);

        Assert.Equal(1, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }
}
