using System.Text;
using QuantConnect;

namespace LeanDeep.Tests.Platform.Lean.Common;

public sealed class CompressionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("leandeep-zip-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ZipBytes_Unzipped_GivesThemBack()
    {
        var zip = Compression.ZipBytes("ä,1"u8.ToArray(), "a.csv");
        Assert.Equal("ä,1", Assert.Single(Compression.UnzipData(zip, Encoding.UTF8), x => x.Key == "a.csv").Value);
        Assert.Equal([Path.Combine(_folder, "a.csv")], Compression.UnzipToFolder(zip, _folder));
        Assert.Equal("ä,1", File.ReadAllText(Full("a.csv")));
        Assert.Empty(Compression.UnzipData([1, 2, 3]));
    }

    [Fact]
    public void ZipData_OfTexts_IsReadByLines()
    {
        Assert.True(Compression.ZipData(Full("b.zip"), new Dictionary<string, string> { ["x.csv"] = "1\n2", ["y.csv"] = "3" }));
        Assert.Equal(["x.csv 1|2", "y.csv 3"], Compression.Unzip(Full("b.zip")).Select(x => $"{x.Key} {string.Join('|', x.Value)}"));
        Assert.Equal(["1", "2"], Compression.ReadLines(Full("b.zip")));
        Assert.Equal(["x.csv", "y.csv"], Compression.GetZipEntryFileNames(Full("b.zip")));
        Assert.True(Compression.ValidateZip(Full("b.zip")));
        Assert.True(Compression.ZipData(Full("c.zip"), "z.csv", ["4", "5"]));
        Assert.Equal(["4", "5"], Compression.ReadLines(Full("c.zip")));
        Assert.Empty(Compression.Unzip(Full("none.zip")));
    }

    [Fact]
    public void ZipCreateAppendData_AnEntryThatIsThere_IsKeptUnlessReplaced()
    {
        Assert.True(Compression.ZipCreateAppendData(Full("d.zip"), "x", "1"));
        Assert.True(Compression.ZipCreateAppendData(Full("d.zip"), "y", "2"));
        Assert.False(Compression.ZipCreateAppendData(Full("d.zip"), "x", "3"));
        Assert.True(Compression.ZipCreateAppendData(Full("d.zip"), "y", "4", overrideEntry: true));
        Assert.Equal(["x 1", "y 4"], Compression.UnzipData(File.ReadAllBytes(Full("d.zip"))).Select(x => $"{x.Key} {x.Value}").Order());
    }

    [Fact]
    public void Zip_AFile_TakesItsPlace()
    {
        File.WriteAllText(Full("e.csv"), "1");
        Assert.Equal(Full("e.zip"), Compression.Zip(Full("e.csv")));
        Assert.False(File.Exists(Full("e.csv")));
        Assert.True(Compression.Unzip(Full("e.zip"), _folder));
        Assert.False(Compression.Unzip(Full("e.zip"), _folder));
        Assert.True(Compression.Unzip(Full("e.zip"), _folder, overwrite: true));
        Assert.False(Compression.Unzip(Full("none.zip"), _folder));
        Assert.Equal("1", File.ReadAllText(Full("e.csv")));
    }

    [Fact]
    public void UnzipToFolder_AnEntryThatLeavesTheFolder_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => Compression.UnzipToFolder(Compression.ZipBytes([1], "../out.csv"), _folder));

    private string Full(string name) => Path.Combine(_folder, name);
}
