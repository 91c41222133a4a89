using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.State;

namespace LeanDeep.Tests.Brokerages.State;

[Trait("Category", "Paper")]
public sealed class JournalTests : IDisposable
{
    private static readonly DateTime Now = new(2012, 3, 5, 21, 0, 0, DateTimeKind.Utc);

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    private readonly JournalEntry[] _entries =
    [
        new Baseline(Now, 100_000, new Dictionary<string, decimal>()),
        new Intent(Now, new AlpacaOrderRequest("a", "SPY", OrderSide.Buy, 10, OrderKind.Market, OrderDuration.OnOpen)),
        new Heard(Now, "a", OrderStatus.PartiallyFilled, 4, 101.25m),
    ];

    public void Dispose() => File.Delete(_path);

    /// <summary>Whatever a crash leaves of the last line, the lines before it are there, and it goes on.</summary>
    [Fact]
    public void Open_CutOffAnywhereInTheLastLine_KeepsTheLinesBefore()
    {
        Write(_entries[..2]);
        var kept = new FileInfo(_path).Length;
        Write(_entries[2]);
        var whole = File.ReadAllBytes(_path);
        for (var length = kept + 1; length < whole.Length; length++)
        {
            File.WriteAllBytes(_path, whole[..(int)length]);
            using (var journal = new Journal(_path))
            {
                Assert.True(journal.WasCutOff);
                Assert.Equal(2, journal.Entries.Count);
            }
            Write(_entries[2]);
            Assert.Equal(whole, File.ReadAllBytes(_path));
        }
    }

    [Fact]
    public void Open_WholeFile_GivesWhatWasWritten()
    {
        Write(_entries);
        using var journal = new Journal(_path);
        Assert.False(journal.WasCutOff);
        Assert.Equal(_entries[1..], journal.Entries.Skip(1));
        Assert.Equal(100_000, Assert.IsType<Baseline>(journal.Entries[0]).Cash);
    }

    [Fact]
    public void Open_DamagedInTheMiddle_NamesTheLine()
    {
        Write(_entries);
        var bytes = File.ReadAllBytes(_path);
        bytes[Array.IndexOf(bytes, (byte)'\n') + 30] ^= 1;
        File.WriteAllBytes(_path, bytes);
        Assert.Contains("line 2: expected an entry with its checksum", Assert.Throws<InvalidDataException>(() => new Journal(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Twice_IsRefused()
    {
        using var first = new Journal(_path);
        Assert.Contains("is another instance running?", Assert.Throws<IOException>(() => new Journal(_path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_NamesEveryDifference()
    {
        var mine = new AlpacaOrder { Id = "1", ClientId = "a", Symbol = "SPY", Side = OrderSide.Buy, Quantity = 10, FilledQuantity = 10, AveragePrice = 101, Status = OrderStatus.Filled };
        var other = mine with { Id = "2", ClientId = "x", Symbol = "SYAA", Status = OrderStatus.New, FilledQuantity = 0 };
        JournalEntry[] journal = [.. _entries, new Intent(Now, new AlpacaOrderRequest("b", "SYAB", OrderSide.Sell, 5, OrderKind.Market, OrderDuration.Day))];
        AlpacaPosition[] positions = [new("SPY", 10, 101, 101, 1010), new("SYAC", -3, 9, 9, -27)];
        Assert.Equal(
            [
                "order a: expected PartiallyFilled, 4 filled, found Filled, 10 filled",
                "order b: expected it with the broker, found none",
                "order x: expected none, found Buy 10 SYAA, New",
                "position SYAC: expected 0 shares, found -3",
            ],
            Reconciliation.Compare(journal, [mine, other], positions).Select(difference => difference.Message));
        Assert.Empty(Reconciliation.Compare([.. _entries, new Heard(Now, "a", OrderStatus.Filled, 10, 101)], [mine], [positions[0]]));
    }

    private void Write(params JournalEntry[] entries)
    {
        using var journal = new Journal(_path);
        foreach (var entry in entries) journal.Append(entry);
    }
}
