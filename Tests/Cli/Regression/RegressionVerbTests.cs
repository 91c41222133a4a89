using System.Text.Json;
using LeanDeep.Cli;
using LeanDeep.Tests.Support;

namespace LeanDeep.Tests.Cli.Regression;

/// <summary><c>leandeep regression</c> on sources of this test.</summary>
[Collection("one engine at a time")]
public sealed class RegressionVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("leandeep-regression-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Regression_FourAlgorithms_SaysOfEachHowFarItCame()
    {
        Write("Right", "SetStartDate(2016, 1, 4); SetEndDate(2016, 1, 8); AddEquity(\"SYAA\", Resolution.Daily);", "{ { \"Total Orders\", \"0\" }, { \"Start Equity\", \"100000\" } }");
        Write("Wrong", "SetStartDate(2016, 1, 4); SetEndDate(2016, 1, 8); AddEquity(\"SYAA\", Resolution.Daily);", "{ { \"Total Orders\", \"7\" } }");
        Write("Unknown", "AddNothingOfTheKind();", "{ }");
        Write("Options", "AddOption(\"SYAA\");", "{ }");
        var output = new StringWriter();
        var code = await CommandLine.RunAsync(["regression", _folder, "--data", Path.Combine(SharedFolder.Repository, "Data"), "--out", Path.Combine(_folder, "out"), "--json"], output, TextWriter.Null);
        Assert.Equal(0, code);
        var result = JsonDocument.Parse(output.ToString()).RootElement;
        Assert.Equal(1, result.GetProperty("matches").GetInt32());
        var verdicts = result.GetProperty("outcomes").EnumerateArray().ToDictionary(x => x.GetProperty("name").GetString()!, x => x);
        Assert.Equal("matches", verdicts["Right"].GetProperty("verdict").GetString());
        Assert.Equal("differs", verdicts["Wrong"].GetProperty("verdict").GetString());
        Assert.Equal("Total Orders: expected 7, found 0", verdicts["Wrong"].GetProperty("cause").GetString());
        Assert.Equal("does-not-compile", verdicts["Unknown"].GetProperty("verdict").GetString());
        Assert.Contains("AddNothingOfTheKind", verdicts["Unknown"].GetProperty("cause").GetString(), StringComparison.Ordinal);
        Assert.Equal("other-securities", verdicts["Options"].GetProperty("verdict").GetString());
    }

    private void Write(string name, string initialize, string expected) => File.WriteAllText(Path.Combine(_folder, name + ".cs"), $$"""
        using System.Collections.Generic;
        using QuantConnect;
        using QuantConnect.Algorithm;
        using QuantConnect.Interfaces;
        public class {{name}} : QCAlgorithm, IRegressionAlgorithmDefinition
        {
            public override void Initialize() { {{initialize}} }
            public AlgorithmStatus AlgorithmStatus => AlgorithmStatus.Completed;
            public bool CanRunLocally => true;
            public List<Language> Languages => [Language.CSharp];
            public long DataPoints => 0;
            public int AlgorithmHistoryDataPoints => 0;
            public Dictionary<string, string> ExpectedStatistics => new() {{expected}};
        }
        """);
}
