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

    /// <summary>A window of 4 sessions over 6 names, one of which never has volume and one seldom: with the change of volume as a channel they are outside the universe,
    /// without it they trade. Either way every decision is certified and within its limits.</summary>
    [Theory]
    [InlineData("without-volume", "conv", "\"largest\": 6, \"fields\": [\"close\", \"volume\"]")]
    [InlineData("any-volume", "bachelier", "\"largest\": 6")]
    public async Task Train_FewerSessionsThanNamesAndNoVolume_IsCertified(string name, string network, string data)
    {
        var random = new Random(3);
        string Bar(string symbol, int k, DateOnly day, double from, double to) => FormattableString.Invariant(
            $"{symbol},{day:yyyy-MM-dd},{from:0.0000},{Math.Max(from, to):0.0000},{Math.Min(from, to):0.0000},{to:0.0000},{(k == 3 || (k == 4 && day.Day % 5 == 0) ? 0 : 1000000)}");
        DateOnly[] days = [.. Enumerable.Range(0, 560).Select(new DateOnly(2010, 1, 4).AddDays).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))];
        var bars = new List<string> { "symbol,date,open,high,low,close,volume" };
        foreach (var (k, symbol) in ((string[])["AAA", "BBB", "CCC", "DDD", "EEE", "FFF"]).Index())
        {
            var price = 50.0;
            foreach (var day in days)
            {
                var next = price * (1 + 0.03 * (random.NextDouble() - 0.5));
                bars.Add(Bar(symbol, k, day, price, next));
                price = next;
            }
        }
        var csv = folder.Write($"{name}.csv", string.Join('\n', bars));
        var (imported, _, why) = await SmallFolder.Run("data", "import", csv, "--out", folder[$"{name}-bars"]);
        Assert.True(imported == 0, why);
        var config = folder.Write($"{name}.json", $$"""
            {
              "name": "{{name}}", "data": { "folder": "{{folder[$"{name}-bars"]}}", {{data}} },
              "dates": { "trainThrough": "2010-12-31", "stopThrough": "2011-03-31" }, "window": { "lookback": 4, "horizon": 5 },
              "network": { "kind": "{{network}}", "hidden": 4, "kernel": 3 }, "constraints": { "box": { "lower": 0, "upper": 0.4 } },
              "training": { "epochs": 1 }, "engine": { "period": "weekly" }, "seeds": [1]
            }
            """);

        var (code, output, error) = await SmallFolder.Run("train", "allocator", "--config", config, "--storage", folder[name], "--out", folder[name + "-engine"], "--json");

        Assert.True(code == 0, error);
        var result = JsonDocument.Parse(output).RootElement;
        var seed = Assert.Single(result.GetProperty("seeds").EnumerateArray());
        Assert.Equal((0, 0), (seed.GetProperty("unsolved").GetInt32(), seed.GetProperty("test").GetProperty("uncertified").GetInt32()));
        Assert.InRange(seed.GetProperty("test").GetProperty("largestViolation").GetDouble(), 0, 1e-9);
        foreach (var run in result.GetProperty("engine").EnumerateArray())
        {
            Assert.Equal("0", run.GetProperty("violated").GetString());
            using var file = JsonDocument.Parse(File.ReadAllBytes(run.GetProperty("resultFile").GetString()!));
            var weights = file.RootElement.GetProperty("charts").GetProperty("Allocation Weights").GetProperty("series").GetProperty("DDD").GetProperty("values").EnumerateArray().Select(point => point[1].GetDouble()).ToArray();
            if (network == "conv") Assert.All(weights, weight => Assert.Equal(0, weight));
            else Assert.Contains(weights, weight => weight > 0);
        }
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
