using System.IO.Compression;
using QuantConnect;
using QuantConnect.Lean.Engine;

namespace LeanDeep.Tests.Platform.Lean.Engine;

public sealed class BarStoreTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    private BarColumns Read(params string[] rows)
    {
        _data.Zip("equity/usa/daily/aaa.zip", rows);
        return BarStore.Read(_data.Root, Market.USA, "AAA", Resolution.Daily);
    }

    [Fact]
    public void Read_Rows_BecomeColumns()
    {
        var columns = Read("20200106 00:00,105000,110000,95000,100100,12345", "20200107 00:00,1,2,1,2,0");
        Assert.Equal(2, columns.Count);
        Assert.Equal(new DateTime(2020, 1, 7).Ticks, columns.Start[1]);
        Assert.Equal([10.5m, 11, 9.5m, 10.01m], new[] { columns.Open[0], columns.High[0], columns.Low[0], columns.Close[0] }.Select(columns.Price));
        Assert.Equal(0.0002m, columns.Price(columns.Close[1]));
        Assert.Equal([12345, 0], columns.Volume.ToArray());
    }

    [Fact]
    public void Read_PricesWithMoreDigits_KeepThem()
    {
        var columns = Read("20200106 00:00,105000.25,110000,95000,100100,1", "20200107 00:00,105000,110000,95000,100100,1");
        Assert.Equal([10.500025m, 10.5m], columns.Open.ToArray().Select(columns.Price));
    }

    [Fact]
    public void Read_WindowsLineEnds_AreLineEnds() => Assert.Equal(2, Read("20200106 00:00,1,1,1,1,1\r", "20200107 00:00,1,1,1,1,1\r").Count);

    [Theory]
    [InlineData("20200107 00:00,1,1,1,1", "line 2")]
    [InlineData("20200107 00:00,1,x,1,1,1", "line 2")]
    [InlineData("2020010 00:00,1,1,1,1,1", "line 2")]
    [InlineData("20201307 00:00,1,1,1,1,1", "line 2")]
    [InlineData("20200107 00:00,1,1,1,1,99999999999999999999", "line 2")]
    [InlineData("20200107 00:00,-1,1,1,1,1", "line 2")]
    public void Read_MalformedRow_NamesFileAndLine(string row, string place)
    {
        var error = Assert.Throws<InvalidDataException>(() => Read("20200106 00:00,1,1,1,1,1", row));
        Assert.StartsWith($"{_data.Full("equity/usa/daily/aaa.zip")}: {place}: expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OneDigitChanged_IsToldByTheChecksum()
    {
        var path = _data.Full("equity/usa/daily/bbb.zip");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var zip = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var entry = new StreamWriter(zip.CreateEntry("bbb.csv", CompressionLevel.NoCompression).Open())) entry.Write("20200106 00:00,105000,110000,95000,100100,1\n");
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.AsSpan().IndexOf("105000"u8)] = (byte)'2';
        File.WriteAllBytes(path, bytes);
        var error = Assert.Throws<InvalidDataException>(() => BarStore.Read(_data.Root, Market.USA, "BBB", Resolution.Daily));
        Assert.StartsWith($"{path}: expected a zip", error.Message, StringComparison.Ordinal);
        Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ChangedFile_IsReadAgain()
    {
        Assert.Equal(1, Read("20200106 00:00,1,1,1,1,1").Count);
        File.Delete(_data.Full("equity/usa/daily/aaa.zip"));
        Assert.Equal(2, Read("20200106 00:00,1,1,1,1,1", "20200107 00:00,1,1,1,1,1").Count);
    }

    [Fact]
    public void ReadMinutes_Days_AreJoined()
    {
        // Milliseconds of the day: 09:30 and 09:31.
        _data.Zip("equity/usa/minute/aaa/20200106_trade.zip", ["34200000,1,1,1,1,1", "34260000,2,2,2,2,1"]);
        _data.Zip("equity/usa/minute/aaa/20200108_trade.zip", ["34200000,3,3,3,3,1"]);
        var columns = BarStore.ReadDays(_data.Root, Market.USA, "AAA", new DateTime(2020, 1, 1), new DateTime(2020, 1, 31));
        Assert.Equal([new DateTime(2020, 1, 6, 9, 30, 0), new DateTime(2020, 1, 6, 9, 31, 0), new DateTime(2020, 1, 8, 9, 30, 0)], columns.Start.ToArray().Select(x => new DateTime(x)));
    }

    [Fact]
    public void Within_Dates_KeepsThoseOfTheSpan()
    {
        var columns = Read("20200106 00:00,1,1,1,1,1", "20200107 00:00,2,2,2,2,1", "20200108 00:00,3,3,3,3,1");
        Assert.Equal([2], columns.Within(new DateTime(2020, 1, 7), new DateTime(2020, 1, 7)).Close.ToArray());
        Assert.Same(columns, columns.Within(DateTime.MinValue, DateTime.MaxValue));
    }
}
