using System.Text;
using LeanDeep.Models.Inference;

namespace LeanDeep.Tests.Models.Inference;

public sealed class ModelBundleTests
{
    private static readonly DateOnly Through = new(2015, 11, 27);

    [Fact]
    public void Bundle_WrittenAndRead_IsTheSame()
    {
        using var store = new TemporaryFolder();
        var folder = ModelBundle.Write(store.Path, Bundles.Manifest(), Bundles.Model);
        Assert.Equal(Path.Combine(store.Path, "models", "feedforward", "20151127"), folder);
        Assert.Equal(["manifest.json", "model.onnx"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        var bundle = ModelBundle.Read(store.Path, "feedforward", Through);
        Assert.Equal(Bundles.Model, bundle.Model);
        Assert.Equal(ModelBundle.HashOf(Bundles.Model), bundle.Manifest.ModelSha256);
        Assert.Equal("models/feedforward/20151127", bundle.Path);
    }

    [Fact]
    public void Write_AgainAndAgain_ReplacesAndLeavesNothingElse()
    {
        using var store = new TemporaryFolder();
        for (var seed = 1; seed <= 3; seed++)
            ModelBundle.Write(store.Path, Bundles.Manifest() with { Seed = seed }, Bundles.Model);
        Assert.Equal(3, ModelBundle.Read(store.Path, "feedforward", Through).Manifest.Seed);
        Assert.Equal(["20151127"], Directory.GetFileSystemEntries(Path.Combine(store.Path, "models", "feedforward")).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_BadManifest_LeavesTheOldBundleAndNothingElse()
    {
        using var store = new TemporaryFolder();
        ModelBundle.Write(store.Path, Bundles.Manifest(), Bundles.Model);
        Assert.Throws<InvalidDataException>(() => ModelBundle.Write(store.Path, Bundles.Manifest() with { Lookback = 0 }, Bundles.Model));
        Assert.Throws<ArgumentException>(() => ModelBundle.Write(store.Path, Bundles.Manifest(), []));
        Assert.Equal(42, ModelBundle.Read(store.Path, "feedforward", Through).Manifest.Seed);
        Assert.Equal(["20151127"], Directory.GetFileSystemEntries(Path.Combine(store.Path, "models", "feedforward")).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_FileInTheWay_FailsAndLeavesNothing()
    {
        using var store = new TemporaryFolder();
        var folder = Directory.CreateDirectory(Path.Combine(store.Path, "models", "feedforward")).FullName;
        File.WriteAllText(Path.Combine(folder, "20151127"), "in the way");
        Assert.ThrowsAny<IOException>(() => ModelBundle.Write(store.Path, Bundles.Manifest(), Bundles.Model));
        Assert.Equal(["20151127"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
        Assert.Equal("in the way", File.ReadAllText(Path.Combine(folder, "20151127")));
    }

    [Fact]
    public void Read_ChangedModel_SaysWhichHash()
    {
        using var store = new TemporaryFolder();
        var folder = ModelBundle.Write(store.Path, Bundles.Manifest(), Bundles.Model);
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), [1, 2, 3]);
        Assert.Equal(
            $"models/feedforward/20151127/model.onnx: sha256: expected {ModelBundle.HashOf(Bundles.Model)}, found {ModelBundle.HashOf([1, 2, 3])}",
            Assert.Throws<InvalidDataException>(() => ModelBundle.Read(store.Path, "feedforward", Through)).Message);
    }

    [Fact]
    public void Read_MissingFile_SaysWhich()
    {
        using var store = new TemporaryFolder();
        var path = Path.Combine(store.Path, "models/feedforward/20151127/manifest.json");
        Assert.Equal($"{path}: expected a file, found none", Assert.Throws<InvalidDataException>(() => ModelBundle.Read(store.Path, "feedforward", Through)).Message);
    }

    [Fact]
    public void Read_BundleInAnothersPlace_IsRefused()
    {
        using var store = new TemporaryFolder();
        var folder = ModelBundle.Write(store.Path, Bundles.Manifest(), Bundles.Model);
        Directory.CreateDirectory(Path.Combine(store.Path, "models", "other"));
        Directory.Move(folder, Path.Combine(store.Path, "models", "other", "20151127"));
        Assert.Equal("models/other/20151127/manifest.json: name: expected other, found feedforward",
            Assert.Throws<InvalidDataException>(() => ModelBundle.Read(store.Path, "other", Through)).Message);
        Directory.CreateDirectory(Path.Combine(store.Path, "models", "feedforward"));
        Directory.Move(Path.Combine(store.Path, "models", "other", "20151127"), Path.Combine(store.Path, "models", "feedforward", "20160101"));
        Assert.Equal("models/feedforward/20160101/manifest.json: trainedThrough: expected 2016-01-01, found 2015-11-27",
            Assert.Throws<InvalidDataException>(() => ModelBundle.Read(store.Path, "feedforward", new DateOnly(2016, 1, 1))).Message);
    }

    [Fact]
    public void Dates_OfKeys_AreThoseOfWholeBundles() =>
        Assert.Equal(
            [new DateOnly(2014, 1, 2), new DateOnly(2015, 11, 27)],
            ModelBundle.Dates(
            [
                "models/a/20151127/manifest.json", "models/a/20151127/model.onnx",
                "models\\a\\20140102\\manifest.json", "/models/a/20140102/model.onnx",
                "models/a/20160101/manifest.json", "models/a/20170101/model.onnx", "models/b/20180101/manifest.json", "models/b/20180101/model.onnx",
                "models/a/20151127-writing-0/manifest.json", "models/a/20151127-writing-0/model.onnx", "models/a/manifest.json", "results/a",
            ], "a"));

    [Fact]
    public void Dates_OfAFolder_AreThoseOfItsBundles()
    {
        using var store = new TemporaryFolder();
        Assert.Empty(ModelBundle.Dates(store.Path, "feedforward"));
        ModelBundle.Write(store.Path, Bundles.Manifest(trainedThrough: "2016-01-04"), Bundles.Model);
        ModelBundle.Write(store.Path, Bundles.Manifest(), Bundles.Model);
        Assert.Equal([Through, new DateOnly(2016, 1, 4)], ModelBundle.Dates(store.Path, "feedforward"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("modèle")]
    public void Key_BadName_Throws(string name) =>
        Assert.Equal("name", Assert.Throws<ArgumentException>(() => ModelBundle.FolderKey(name, Through)).ParamName);

    [Fact]
    public void Key_OfABundle_HasOneDot()
    {
        Assert.Equal("models/feedforward/20151127/model.onnx", ModelBundle.ModelKey("feedforward", Through));
        Assert.Equal("models/feedforward/20151127/manifest.json", ModelBundle.ManifestKey("feedforward", Through));
    }

    [Fact]
    public void HashOf_Text_IsSha256() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ModelBundle.HashOf(Encoding.ASCII.GetBytes("abc")));
}
