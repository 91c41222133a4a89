using LeanDeep.Training.Allocators.Configuration;

namespace LeanDeep.Tests.Training.Allocators.Configuration;

public sealed class AllocatorConfigFileTests : IDisposable
{
    private const string Whole = """
        {
          "name": "small",
          "data": { "folder": "Data", "largest": 6 },
          "dates": { "trainThrough": "2014-12-31", "stopThrough": "2015-12-31" },
          "window": { "lookback": 20, "horizon": 10 },
          "network": { "kind": "keynes-lstm", "hidden": 8 },
          "costRate": 0.0005,
          "constraints": { "box": { "lower": 0, "upper": 0.4 }, "turnover": 0.3 },
          "seeds": [1, 2]
        }
        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    private AllocatorConfig Read(string json)
    {
        File.WriteAllText(_path, json);
        return AllocatorConfigFile.Read(_path);
    }

    [Fact]
    public void Read_WholeFile_GivesItsValuesAndDefaults()
    {
        var config = Read(Whole);

        Assert.Equal(NetworkKind.KeynesLstm, config.Network.Kind);
        Assert.Equal(LossKind.SharpeRatio, config.Loss.Kind);
        Assert.Equal((5, 5, 64), (config.Window.Rebalance, config.Training.Patience, config.Training.BatchSize));
        Assert.Equal(0.3, AllocatorConfigFile.Constraints(config, _path).Turnover);
    }

    [Theory]
    [InlineData("\"lookback\"", "\"lokback\"", "window.lokback: expected one of lookback, gap, horizon, rebalance, found an unknown key")]
    [InlineData("\"name\": \"small\",", "", "name: expected a value, found none")]
    [InlineData("\"kind\": \"keynes-lstm\", ", "", "network.kind: expected a value, found none")]
    [InlineData("keynes-lstm", "transformer", "network.kind: expected a value as the schema has it, found \"transformer\"")]
    [InlineData("\"hidden\": 8", "\"hidden\": 6", "network.hidden: expected a multiple of groups 4, found 6")]
    [InlineData("\"lookback\": 20", "\"lookback\": 1", "window.lookback: expected at least 2, found 1")]
    [InlineData("\"horizon\": 10", "\"horizon\": 4", "window.rebalance: expected from 1 to the horizon 4, found 5")]
    [InlineData("\"horizon\": 10", "\"horizon\": 10, \"gap\": 1", "window.gap: expected 0 with costs or a limit on turnover, found 1")]
    [InlineData("0.0005", "1.5", "costRate: expected within [0, 1), found 1.5")]
    [InlineData("2015-12-31", "2014-12-31", "dates.stopThrough: expected a date after trainThrough 2014-12-31, found 2014-12-31")]
    [InlineData("\"largest\": 6", "\"largest\": 6, \"names\": [\"A\", \"B\"]", "data: expected one of names, largest, portfolios, found names and largest")]
    [InlineData(", \"largest\": 6", "", "data: expected one of names, largest, portfolios, found none")]
    [InlineData("\"largest\": 6", "\"names\": [\"A\", \"A\"]", "data.names: expected at least 2 distinct tickers, found A, A")]
    [InlineData("\"largest\": 6", "\"largest\": 6, \"fields\": [\"open\", \"close\"]", "data.fields: expected distinct fields, close the first, found Open, Close")]
    [InlineData("\"turnover\": 0.3", "\"turnovers\": 0.3", "constraints: turnovers: expected one of net, cash")]
    [InlineData("[1, 2]", "[1, 1]", "seeds: expected distinct seeds, found 1, 1")]
    [InlineData("\"costRate\"", "\"training\": { \"learningRate\": 0 }, \"costRate\"", "training: LearningRate: expected a positive number, found 0")]
    [InlineData("\"small\"", "\"a/b\"", "name: expected letters, digits, '-' and '_', found a/b")]
    public void Read_Mistake_SaysWhereAndWhat(string found, string mistake, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(Whole.Replace(found, mistake, StringComparison.Ordinal)));

        Assert.StartsWith(_path + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Volatility_IsForCovariancesOfReturns()
    {
        var limited = Whole.Replace("\"turnover\": 0.3", "\"volatility\": 0.3", StringComparison.Ordinal);

        Assert.Equal(0.3, AllocatorConfigFile.Constraints(Read(limited), _path).Volatility);
        var error = Assert.Throws<InvalidDataException>(() => Read(limited.Replace("keynes-lstm", "factors", StringComparison.Ordinal)));
        Assert.Contains("constraints.volatility: expected none for factors and thorp", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_File_IsThatOfTheRecords() =>
        Assert.Equal(File.ReadAllText(Path.Combine(SharedFolder.Repository, "docs", "schema", "allocator.schema.json")), AllocatorConfigFile.Schema());

    [Fact]
    public void Read_ShippedConfigs_AreWhole() =>
        Assert.All(Directory.GetFiles(Path.Combine(SharedFolder.Repository, "Training", "Allocators", "configs"), "*.json"), path => AllocatorConfigFile.Read(path));
}
