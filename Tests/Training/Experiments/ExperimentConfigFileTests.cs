using LeanDeep.Training.Experiments;

namespace LeanDeep.Tests.Training.Experiments;

public sealed class ExperimentConfigFileTests : IDisposable
{
    private const string Whole = """
        {
          "name": "small",
          "data": { "folder": "Data", "through": "2016-12-30" },
          "model": { "hiddenLayers": [[8], [4, 2]], "dropout": [0, 0.1], "epochs": 3, "backend": "torch" },
          "split": { "folds": 4, "trainLength": 100, "testLength": 20, "holdoutSessions": 40 },
          "output": "results/small"
        }
        """;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    private ExperimentConfig Read(string json)
    {
        File.WriteAllText(_path, json);
        return ExperimentConfigFile.Read(_path);
    }

    [Fact]
    public void Read_WholeFile_GivesItsValuesAndDefaults()
    {
        var config = Read(Whole);

        Assert.Equal(new DateOnly(2016, 12, 30), config.Data.Through);
        Assert.Equal(3, config.Ensemble);
        Assert.Equal(["8-dropout0-batch256", "8-dropout0.1-batch256", "4-2-dropout0-batch256", "4-2-dropout0.1-batch256"], ModelConfiguration.Grid(config.Model).Select(c => c.Name));
        Assert.Equal(LeanDeep.Training.Feedforward.TrainingBackend.Torch, config.Model.Backend);
    }

    [Theory]
    [InlineData("\"dropout\"", "\"dropuot\"", "model.dropuot: expected one of hiddenLayers, dropout, batchSize")]
    [InlineData("\"name\": \"small\",", "", "name: expected a value, found none")]
    [InlineData("\"epochs\": 3", "\"epochs\": \"three\"", "model.epochs: expected a value as the schema has it, found \"three\"")]
    [InlineData("[0, 0.1]", "[0, 1.5]", "model: Dropout: expected within [0, 1), found 1.5")]
    [InlineData("[0, 0.1]", "[0.1, 0.1]", "model: expected distinct values in each list, found 8-dropout0.1-batch256 twice")]
    [InlineData("\"holdoutSessions\": 40", "\"holdoutSessions\": 30", "split.holdoutSessions: expected a multiple of testLength 20 below 80, found 30")]
    [InlineData("\"2016-12-30\"", "\"2016-13-30\"", "data.through: expected a value as the schema has it, found \"2016-13-30\"")]
    [InlineData("\"small\"", "\"a/b\"", "name: expected letters, digits, '-' and '_', found a/b")]
    [InlineData("\"folds\": 4,", "\"folds\": 4, \"folds\": 5,", "line ")]
    public void Read_Mistake_SaysWhereAndWhat(string found, string mistake, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read(Whole.Replace(found, mistake, StringComparison.Ordinal)));

        Assert.StartsWith(_path + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Schema_File_IsThatOfTheRecords() =>
        Assert.Equal(File.ReadAllText(Path.Combine(SharedFolder.Repository, "docs", "schema", "experiment.schema.json")), ExperimentConfigFile.Schema());

    [Theory]
    [InlineData("chapter17.json", 24)]
    [InlineData("sample.json", 4)]
    public void Read_ShippedConfig_IsWhole(string name, int configurations)
    {
        var config = ExperimentConfigFile.Read(Path.Combine(SharedFolder.Repository, "Training", "Experiments", "configs", name));

        Assert.Equal(configurations, ModelConfiguration.Grid(config.Model).Count);
        Assert.Equal(252, config.Split.HoldoutSessions);
    }
}
