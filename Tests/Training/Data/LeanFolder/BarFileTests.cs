using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Training.Data.LeanFolder;

public sealed class BarFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Gen<List<Bar>> BarLists(bool daily) =>
        Gen.ArrayOf(
            from step in Gen.Choose(1, 2000)
            from price in Gen.Choose(1, int.MaxValue)
            from spread in Gen.Choose(0, 100_000)
            from volume in Gen.Choose(0, int.MaxValue)
            select (step, price, spread, volume))
        .Select(steps =>
        {
            var bars = new List<Bar>();
            var time = new DateTime(1998, 1, 2);
            foreach (var (step, price, spread, volume) in steps)
            {
                time = daily ? time.AddDays(step % 40 == 0 ? 1 : step % 40) : time.AddMinutes(step);
                bars.Add(new Bar(DateOnly.FromDateTime(time), (int)time.TimeOfDay.TotalMinutes, price, (long)price + spread, price, (long)price + (spread / 2), volume * 3L));
            }
            return bars;
        });

    [Theory]
    [InlineData(BarResolution.Daily)]
    [InlineData(BarResolution.Hour)]
    public void Read_OfWhatWasWritten_IsEqual(BarResolution resolution)
    {
        var path = _folder["x.zip"];
        Check.QuickThrowOnFailure(Prop.ForAll(Arb.From(BarLists(resolution == BarResolution.Daily)), bars =>
        {
            BarFile.Write(path, bars.ToArray());
            return BarFile.Read(path, resolution).SequenceEqual(bars);
        }));
    }

    [Fact]
    public void Write_Bars_MakesLeansText()
    {
        BarFile.Write(_folder["spy.zip"], [new Bar(new DateOnly(1998, 1, 2), 540, 973100, 975300, 970300, 970300, 384500)]);

        Assert.Equal("19980102 09:00,973100,975300,970300,970300,384500\n", _folder.Unzip("spy.zip"));
        using var zip = ZipFile.OpenRead(_folder["spy.zip"]);
        Assert.Equal("spy.csv", zip.Entries[0].FullName);
        Assert.Equal(new DateTime(1980, 1, 1), zip.Entries[0].LastWriteTime.DateTime);
    }

    [SharedTheory("data/lean-sample/equity/usa")]
    [InlineData("daily/aapl.zip", BarResolution.Daily)]
    [InlineData("hour/spy.zip", BarResolution.Hour)]
    public void Read_LeansOwnFiles_GivesThemBack(string file, BarResolution resolution)
    {
        var path = SharedFolder.PathOf($"data/lean-sample/equity/usa/{file}");
        var bars = BarFile.Read(path, resolution);
        BarFile.Write(_folder["copy.zip"], bars.ToArray());

        Assert.Equal(TemporaryFolder.UnzipAt(path).TrimEnd('\n'), _folder.Unzip("copy.zip").TrimEnd('\n'));
    }

    [Theory]
    [InlineData("20100104 00:00,1,1,1,1,1\n20100105 00:00,1,1,1,1\n", "line 2: expected open,high,low,close in ten-thousandths of a dollar and volume, as integers, found '20100105 00:00,1,1,1,1'")]
    [InlineData("20100104 00:00,1.5,1,1,1,1\n", "line 1: expected open,high,low,close in ten-thousandths")]
    [InlineData("2010-01-04,1,1,1,1,1\n", "line 1: expected yyyyMMdd 00:00 and five numbers, found '2010-01-04,1,1,1,1,1'")]
    [InlineData("20101304 00:00,1,1,1,1,1\n", "line 1: expected yyyyMMdd 00:00")]
    [InlineData("20100104 09:30,1,1,1,1,1\n", "line 1: expected the start 00:00 of a daily bar")]
    [InlineData("20100104 00:00,1,1,-1,1,1\n", "line 1: expected positive prices")]
    [InlineData("20100104 00:00,0,1,1,1,1\n", "line 1: expected positive prices")]
    [InlineData("20100104 00:00,1,1,1,1,-1\n", "line 1: expected a volume of zero or more")]
    [InlineData("20100104 00:00,1,1,1,1,1\n20100104 00:00,1,1,1,1,1\n", "line 2: expected a time after the line before")]
    [InlineData("20100105 00:00,1,1,1,1,1\n20100104 00:00,1,1,1,1,1\n", "line 2: expected a time after the line before")]
    [InlineData("20100104 00:00,1,1,1,1,1\n\n20100105 00:00,1,1,1,1,1\n", "line 2: expected yyyyMMdd 00:00 and five numbers, found an empty line")]
    [InlineData("20100104 00:00,1,1,1,1,1,7\n", "line 1: expected open,high,low,close")]
    public void Read_BadLine_SaysWhere(string text, string message)
    {
        var path = Zip("bad.zip", text);

        var error = Assert.Throws<InvalidDataException>(() => BarFile.Read(path, BarResolution.Daily));

        Assert.StartsWith($"{path}: {message}", error.Message);
    }

    [Theory]
    [InlineData("20100104 00:00,1,1,1,1,12.0", 12)]
    [InlineData("20100104 00:00,1,1,1,1,12.5\r\n", 13)]
    public void Read_VolumeWithDecimals_IsRounded(string text, long volume) =>
        Assert.Equal(volume, Assert.Single(BarFile.Read(Zip("v.zip", text), BarResolution.Daily)).Volume);

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(200)]
    public void Read_TruncatedZip_SaysSo(int length)
    {
        var path = Zip("cut.zip", string.Concat(Enumerable.Range(0, 300).Select(i => $"{20100101 + (i % 28)} 00:00,{i * 7919},1,1,1,1\n")));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);

        var error = Assert.Throws<InvalidDataException>(() => BarFile.Read(path, BarResolution.Daily));

        Assert.StartsWith($"{path}: expected a zip archive with one CSV, found a damaged or truncated file", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Read_ZipWithAnyByteChanged_NeverGivesOtherBars()
    {
        List<Bar> bars = [.. Enumerable.Range(0, 20).Select(i => new Bar(new DateOnly(2010, 1, 4).AddDays(i), 0, 1000 + i, 1100 + i, 900 + i, 1050 + i, 5 + i))];
        BarFile.Write(_folder["x.zip"], bars.ToArray());
        var bytes = File.ReadAllBytes(_folder["x.zip"]);
        var refused = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = (byte[])bytes.Clone();
            changed[i] ^= 0x10;
            File.WriteAllBytes(_folder["x.zip"], changed);
            try
            {
                Assert.Equal(bars, BarFile.Read(_folder["x.zip"], BarResolution.Daily));
            }
            catch (InvalidDataException error)
            {
                Assert.StartsWith(_folder["x.zip"], error.Message);
                refused++;
            }
        }
        Assert.InRange(refused, bytes.Length / 2, bytes.Length);
    }

    private string Zip(string name, string text)
    {
        using var file = File.Create(_folder[name]);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        using var entry = zip.CreateEntry(Path.ChangeExtension(name, ".csv")).Open();
        entry.Write(Encoding.UTF8.GetBytes(text));
        return _folder[name];
    }
}
