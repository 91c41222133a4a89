using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data;

namespace LeanDeep.Tests.Algorithms;

/// <summary>LongShort with several bundles of one model.</summary>
[Collection(SmallMarket.Collection)]
public class LongShortSwitchTests(SmallMarket market)
{
    private static readonly DateOnly First = new(2011, 12, 30), Second = new(2012, 3, 30), Third = new(2012, 5, 15);

    private void Store(string store, params (DateOnly TrainedThrough, int Seed)[] bundles)
    {
        foreach (var (date, seed) in bundles) market.WriteModel(store, date, seed);
    }

    [Fact]
    public void LongShort_LaterBundles_ChangeNoOrderBeforeTheirDates()
    {
        Store("one", (First, 1));
        Store("two", (First, 1), (Second, 2));
        Store("three", (First, 1), (Second, 4), (Third, 3));

        var one = Traded.Orders(market.Run("one", "orders-one", ("end", "2012-05-25")).ResultFile);
        var two = Traded.Orders(market.Run("two", "orders-two", ("end", "2012-05-25")).ResultFile);
        var three = Traded.Orders(market.Run("three", "orders-three", ("end", "2012-05-25")).ResultFile);

        // The first decision of a bundle falls on the session after its date.
        AssertSameUntil(new(2012, 4, 2), one, two);
        AssertSameUntil(new(2012, 4, 2), two, three);
    }

    [Fact]
    public void LongShort_TwoBundles_HoldWhatTheirModelsSayOfBatchFeatures()
    {
        Store("held", (First, 1), (Second, 2));

        var result = market.Run("held", "switch");

        AssertHoldings(result.ResultFile, LeanFolderReader.ReadPanel(market.Data), "held", decided => decided <= Second ? First : Second, _ => true);
        var log = File.ReadAllLines(Path.Combine(market["switch"], "LongShort-log.txt"));
        Assert.Contains(log, line => line.Contains("models/small/20111230 decides from 2012-01-03 on", StringComparison.Ordinal));
        Assert.Contains(log, line => line.StartsWith("2012-04-02", StringComparison.Ordinal) && line.Contains("models/small/20120330 decides from 2012-04-02 on", StringComparison.Ordinal));
        Assert.Equal(2, log.Count(line => line.Contains("decides", StringComparison.Ordinal)));
    }

    /// <summary>The second model knows names that the first does not, and the other way round: its features are computed from the bars of its own names.</summary>
    [Fact]
    public void LongShort_OtherUniverse_SeesTheFeaturesOfItsOwnNames()
    {
        market.WriteModel("universes", First, 1, ..24);
        market.WriteModel("universes", Second, 2, 6..);
        var panel = LeanFolderReader.ReadPanel(market.Data);

        var result = market.Run("universes", "universes-out");

        AssertHoldings(result.ResultFile, Part(panel, ..24), "universes", _ => First, decided => decided <= Second);
        AssertHoldings(result.ResultFile, Part(panel, 6..), "universes", _ => Second, decided => decided > new DateOnly(2012, 4, 2));
    }

    [Fact]
    public void LongShort_InSampleAllowed_StaysWithTheNewest()
    {
        Store("pinned", (First, 1), (Second, 2));
        Store("newest", (Second, 2));

        var both = market.Run("pinned", "pinned-out", ("allow-in-sample", "true"), ("end", "2012-02-29"));
        var newest = market.Run("newest", "newest-out", ("allow-in-sample", "true"), ("end", "2012-02-29"));

        Assert.Equal(Traded.Orders(newest.ResultFile), Traded.Orders(both.ResultFile));
    }

    /// <summary>All orders decided before a date are the same, and some of the later ones differ.</summary>
    private static void AssertSameUntil(DateOnly date, IReadOnlyList<Traded.Order> first, IReadOnlyList<Traded.Order> second)
    {
        Assert.Equal(Before(first), Before(second));
        Assert.NotEmpty(Before(first));
        Assert.NotEqual(first, second);

        IEnumerable<Traded.Order> Before(IReadOnlyList<Traded.Order> orders) => orders.Where(order => DateOnly.FromDateTime(order.Created.AddHours(-6)) < date);
    }

    /// <param name="bundle">Date of decision → date of the bundle that decides.</param>
    /// <param name="counts">Dates of decision to check.</param>
    private void AssertHoldings(string resultFile, Panel panel, string store, Func<DateOnly, DateOnly> bundle, Func<DateOnly, bool> counts)
    {
        var table = FeatureSet.Chapter17.Compute(panel);
        var rule = new LongShortRule(5, 2, 1);
        var positions = new Dictionary<string, decimal>();
        var checkedDays = 0;
        foreach (var day in Traded.ByDay(resultFile))
        {
            foreach (var (ticker, quantity) in day.Value) positions[ticker] = positions.GetValueOrDefault(ticker) + quantity;
            var decided = Traded.IndexOf(panel, day.Key) - 1;
            if (!counts(panel.Sessions[decided])) continue;
            using var model = ReturnPredictor.Load(ModelBundle.Read(market[store], "small", bundle(panel.Sessions[decided])), FeatureSet.Chapter17);
            var expected = Traded.Decide(table, model, rule, panel, decided);
            var held = positions.Where(p => p.Value != 0).ToDictionary(p => p.Key, p => Math.Sign(p.Value));
            Assert.Equal(expected.OrderBy(p => p.Key), held.OrderBy(p => p.Key));
            checkedDays++;
        }
        Assert.InRange(checkedDays, 30, 130);
    }

    private static Panel Part(Panel panel, Range names)
    {
        int[] kept = [.. Enumerable.Range(0, panel.NameCount).Take(names)];
        return new Panel(
            [.. kept.Select(i => panel.Names[i])], panel.Sessions, [.. kept.Select(i => panel.Sectors[i])], [.. kept.Select(i => panel.Open(i).ToArray())],
            [.. kept.Select(i => panel.High(i).ToArray())], [.. kept.Select(i => panel.Low(i).ToArray())], [.. kept.Select(i => panel.Close(i).ToArray())],
            [.. kept.Select(i => panel.Volume(i).ToArray())]);
    }
}
