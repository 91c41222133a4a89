using QuantConnect;
using QuantConnect.Lean.Engine;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>Bars kept for later processes: whatever happens to the files, what is found is what the zips hold, or nothing.</summary>
public sealed class BarArchiveTests : IDisposable
{
    private readonly DataFolder _data = new();
    private readonly string _root = Directory.CreateTempSubdirectory("leandeep-cache-").FullName;

    public void Dispose()
    {
        _data.Dispose();
        if (!OperatingSystem.IsWindows() && Directory.Exists(_root)) File.SetUnixFileMode(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.Delete(_root, recursive: true);
    }

    // Each stands for one process.
    private BarArchive Open() => new(_root, _data.Root, "daily", least: 1);

    private string[] Segments() => Directory.GetFiles(Path.Combine(CacheFolder.Of(_root, _data.Root), "daily"));

    private static string Name(string ticker) => Path.Combine("equity", "usa", "daily", ticker + ".zip");

    private FileStamp Stamp(string ticker) => FileStamp.TryRead(_data.Full(Name(ticker)), out var stamp) ? stamp : throw new InvalidOperationException(ticker);

    /// <summary>Writes a zip that is older than any doubt about its time, and reads it.</summary>
    private BarColumns Zip(string ticker, params string[] rows)
    {
        var path = _data.Full(Name(ticker));
        File.Delete(path);
        _data.Zip(Name(ticker), rows);
        File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddMinutes(-1).AddSeconds(-rows.Length));
        return BarStore.Read(_data.Root, Market.USA, ticker, Resolution.Daily);
    }

    private void Save(params (string Ticker, BarColumns Columns)[] read)
    {
        var archive = Open();
        foreach (var (ticker, columns) in read) archive.Add(Name(ticker), Stamp(ticker), columns);
        archive.Save();
    }

    private static void Same(BarColumns expected, BarColumns found)
    {
        Assert.NotNull(found);
        Assert.Equal(expected.Scale, found.Scale);
        for (var column = 0; column < BarColumns.Width; column++) Assert.Equal(expected.Column(column).ToArray(), found.Column(column).ToArray());
    }

    [Fact]
    public void Find_InALaterProcess_IsWhatTheZipHolds()
    {
        var (one, two, none) = (Zip("one", "20200106 00:00,105000,110000,95000,100100,12345", "20200107 00:00,1,2,1,2,0", "20200106 00:00,9,9,9,9,9"), Zip("two", "20200106 00:00,105000.25,110000,95000,100100,1"), Zip("none"));
        Save(("one", one), ("two", two), ("none", none));

        var later = Open();
        Same(one, later.Find(Name("one"), Stamp("one")));
        Same(two, later.Find(Name("two"), Stamp("two")));
        Same(none, later.Find(Name("none"), Stamp("none")));
        Assert.Null(later.Find(Name("three"), Stamp("one")));
        Assert.Single(Segments());
    }

    [Fact]
    public void Find_AfterTheFileChanged_IsNothing()
    {
        Save(("one", Zip("one", "20200106 00:00,1,1,1,1,1")));
        var before = Stamp("one");
        Zip("one", "20200106 00:00,1,1,1,1,1", "20200107 00:00,1,1,1,1,1");

        var later = Open();
        Assert.Null(later.Find(Name("one"), Stamp("one")));
        Assert.Null(later.Find(Name("one"), before with { Length = before.Length + 1 }));
        Assert.NotNull(later.Find(Name("one"), before));
    }

    [Fact]
    public void Add_OfAFileWrittenJustNow_IsNotKept()
    {
        var columns = Zip("one", "20200106 00:00,1,1,1,1,1");
        File.SetLastWriteTimeUtc(_data.Full(Name("one")), DateTime.UtcNow);
        Save(("one", columns));

        Assert.False(Directory.Exists(CacheFolder.Of(_root, _data.Root)));
    }

    [Fact]
    public void Save_TakesInSmallerSegments_WithoutWhatChanged()
    {
        var (one, two) = (Zip("one", "20200106 00:00,1,1,1,1,1"), Zip("two", "20200106 00:00,2,2,2,2,2"));
        Save(("one", one), ("two", two));
        one = Zip("one", [.. Enumerable.Range(10, 20).Select(day => $"202001{day} 00:00,3,3,3,3,3")]);
        Save(("one", one));

        Assert.Single(Segments());
        var later = Open();
        Same(one, later.Find(Name("one"), Stamp("one")));
        Same(two, later.Find(Name("two"), Stamp("two")));
    }

    [Fact]
    public void Save_OfWhatAnotherProcessWrote_WritesNothing()
    {
        var one = Zip("one", "20200106 00:00,1,1,1,1,1");
        var (first, second) = (Open(), Open());
        first.Add(Name("one"), Stamp("one"), one);
        second.Add(Name("one"), Stamp("one"), one);
        first.Save();
        var written = Segments();
        second.Save();

        Assert.Equal(written, Segments());
        Same(one, second.Find(Name("one"), Stamp("one")));
    }

    [Fact]
    public void Find_InAFileWithAnyByteChanged_IsNothingOrTheSame()
    {
        var (one, two) = (Zip("one", "20200106 00:00,105000,110000,95000,100100,12345"), Zip("two", "20200106 00:00,1,2,3,4,5"));
        Save(("one", one), ("two", two));
        var segment = Assert.Single(Segments());
        var bytes = File.ReadAllBytes(segment);
        for (var i = 0; i < bytes.Length; i++)
        {
            // A new name, as this process has the old file mapped.
            var damaged = Path.Combine(Path.GetDirectoryName(segment)!, $"{i}.bars");
            File.Delete(i == 0 ? segment : Path.Combine(Path.GetDirectoryName(segment)!, $"{i - 1}.bars"));
            var copy = (byte[])bytes.Clone();
            copy[i] ^= 0x10;
            File.WriteAllBytes(damaged, copy);

            var later = Open();
            var (found, other) = (later.Find(Name("one"), Stamp("one")), later.Find(Name("two"), Stamp("two")));
            if (found != null) Same(one, found);
            if (other != null) Same(two, other);
            Assert.False(found != null && other != null, $"byte {i} is not told");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(-8)]
    public void Save_AfterAFileWasCutOff_RebuildsIt(int length)
    {
        var one = Zip("one", "20200106 00:00,1,1,1,1,1");
        Save(("one", one));
        var bytes = File.ReadAllBytes(Segments()[0]);
        File.Delete(Segments()[0]);
        File.WriteAllBytes(Path.Combine(CacheFolder.Of(_root, _data.Root), "daily", "cut.bars"), bytes[..(length >= 0 ? length : bytes.Length + length)]);

        var next = Open();
        Assert.Null(next.Find(Name("one"), Stamp("one")));
        next.Add(Name("one"), Stamp("one"), one);
        next.Save();

        Same(one, Open().Find(Name("one"), Stamp("one")));
        Assert.DoesNotContain("cut.bars", Segments().Select(Path.GetFileName));
    }

    [Fact]
    public void Save_OfADamagedBlock_KeepsTheOthersAndReadsItAgain()
    {
        var (one, two) = (Zip("one", "20200106 00:00,7,7,7,7,7"), Zip("two", "20200106 00:00,2,2,2,2,2"));
        Save(("one", one), ("two", two));
        var bytes = File.ReadAllBytes(Segments()[0]);
        File.Delete(Segments()[0]);
        bytes[^4] ^= 1; // the last block's volume
        File.WriteAllBytes(Path.Combine(CacheFolder.Of(_root, _data.Root), "daily", "bad.bars"), bytes);

        var next = new BarArchive(_root, _data.Root, "daily"); // too little for a file otherwise
        foreach (var (ticker, columns) in new[] { ("one", one), ("two", two) })
            if (next.Find(Name(ticker), Stamp(ticker)) == null) next.Add(Name(ticker), Stamp(ticker), columns);
        next.Save();

        var later = Open();
        Same(one, later.Find(Name("one"), Stamp("one")));
        Same(two, later.Find(Name("two"), Stamp("two")));
        Assert.DoesNotContain("bad.bars", Segments().Select(Path.GetFileName));
    }

    [Fact]
    public void Save_WhereNothingCanBeWritten_IsNoError()
    {
        var one = Zip("one", "20200106 00:00,1,1,1,1,1");
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");
        var archive = new BarArchive(file, _data.Root, "daily", least: 1);
        archive.Add(Name("one"), Stamp("one"), one);
        archive.Save();

        Assert.Null(archive.Find(Name("one"), Stamp("one")));
    }

    [Fact]
    public void Save_ByManyAtOnce_LeavesAllFindable()
    {
        var all = Enumerable.Range(0, 40).Select(i => ($"t{i}", Zip($"t{i}", $"20200106 00:00,{i},{i},{i},{i},{i}"))).ToArray();

        Parallel.ForEach(all.Chunk(4), part =>
        {
            var archive = Open();
            foreach (var (ticker, columns) in part)
            {
                archive.Add(Name(ticker), Stamp(ticker), columns);
                archive.Save();
            }
        });

        var later = Open();
        // What a race lost is read again by the next process, never wrong.
        foreach (var (ticker, columns) in all)
            if (later.Find(Name(ticker), Stamp(ticker)) is { } found) Same(columns, found);
            else later.Add(Name(ticker), Stamp(ticker), columns);
        later.Save();
        later = Open();
        foreach (var (ticker, columns) in all) Same(columns, later.Find(Name(ticker), Stamp(ticker)));
    }

    [Fact]
    public void Save_RemovesTheCacheOfAFolderThatIsNoMore()
    {
        using (var gone = new DataFolder()) CacheFolder.Create(_root, gone.Root);
        Assert.Single(Directory.GetDirectories(_root));
        Save(("one", Zip("one", "20200106 00:00,1,1,1,1,1")));

        Assert.Equal([CacheFolder.Of(_root, _data.Root)], Directory.GetDirectories(_root));
    }
}
