using LeanDeep.Models.Features;

namespace LeanDeep.Tests.Models.Features;

public sealed class FeatureSetTests
{
    [Fact]
    public void Chapter17_HasThe31InputsInOrder() =>
        Assert.Equal(
            ["dollar_vol", "dollar_vol_rank", "rsi", "bb_high", "bb_low", "NATR", "ATR", "PPO", "MACD",
             "r01", "r05", "r10", "r21", "r42", "r63",
             "r01dec", "r05dec", "r10dec", "r21dec", "r42dec", "r63dec",
             "r01q_sector", "r05q_sector", "r10q_sector", "r21q_sector", "r42q_sector", "r63q_sector",
             "sector", "year", "month", "weekday"],
            FeatureSet.Chapter17.Features.Select(feature => feature.Name));

    [Fact]
    public void Compute_LeadingNaNs_AreTheChapters()
    {
        var panel = RandomPanel.Create(1, 12, 100).With((name, t, _) => [20 + name, 21.5 + name, 19 + name, 20 + name + (t * (name + 2)) % 13 * 0.1, 1000 * (t + 1)]);
        var leading = LeadingNaNs(FeatureSet.Chapter17WholeSampleZScore.Compute(panel));
        Assert.Equal(0, leading["dollar_vol"]);
        Assert.Equal(0, leading["dollar_vol_rank"]);
        Assert.Equal(14, leading["rsi"]);
        Assert.Equal(19, leading["bb_high"]);
        Assert.Equal(19, leading["bb_low"]);
        Assert.Equal(14, leading["NATR"]);
        Assert.Equal(14, leading["ATR"]);
        Assert.Equal(25, leading["PPO"]);
        Assert.Equal(33, leading["MACD"]);
        foreach (var horizon in new[] { 1, 5, 10, 21, 42, 63 })
            foreach (var suffix in new[] { "", "dec", "q_sector" })
                Assert.Equal(horizon, leading[$"r{horizon:00}{suffix}"]);
        foreach (var calendar in new[] { "sector", "year", "month", "weekday" })
            Assert.Equal(0, leading[calendar]);

        var pointInTime = LeadingNaNs(FeatureSet.Chapter17.Compute(panel));
        Assert.Equal(14 + 20, pointInTime["ATR"]);
        Assert.Equal(33 + 20, pointInTime["MACD"]);
        Assert.Equal(FeatureSet.Chapter17.WarmUpSessions - 1, pointInTime.Values.Max());

        static Dictionary<string, int> LeadingNaNs(FeatureTable table)
        {
            var name = 3;
            return Enumerable.Range(0, 31).ToDictionary(f => table.Features[f], f =>
                Enumerable.Range(0, table.RowCount).Where(row => table.RowNames[row] == name).TakeWhile(row => double.IsNaN(table.Column(f)[row])).Count());
        }
    }

    [Fact]
    public void Compute_LaterBarsChanged_LeavesEveryEarlierFeatureBitEqual() =>
        Seeds.ForAll(40, seed: 20100104, seed =>
        {
            var panel = RandomPanel.Create(seed, names: 5 + seed % 6, sessions: 90 + seed % 40);
            var cut = panel.Sessions[30 + seed % 50];
            var earlier = FeatureSet.Chapter17.Compute(panel).Bits(day => day <= cut);
            var changed = FeatureSet.Chapter17.Compute(LaterBarsChanged(panel, cut, seed)).Bits(day => day <= cut);
            Assert.Equal(earlier.Count, changed.Count);
            foreach (var (key, value) in earlier)
                Assert.True(changed[key] == value, $"{key.Feature} of {key.Name} on {key.Session} changes with later bars");
        });

    [Fact]
    public void Compute_WholeSampleVariant_LooksAheadInAtrAndMacdOnly()
    {
        var panel = RandomPanel.Create(77, 8, 120);
        var cut = panel.Sessions[80];
        var earlier = FeatureSet.Chapter17WholeSampleZScore.Compute(panel).Bits(day => day <= cut);
        var changed = FeatureSet.Chapter17WholeSampleZScore.Compute(LaterBarsChanged(panel, cut, 5)).Bits(day => day <= cut);
        Assert.Equal(["ATR", "MACD"], earlier.Where(bits => changed[bits.Key] != bits.Value).Select(bits => bits.Key.Feature).Distinct().Order());
    }

    [Fact]
    public void Compute_NamesPermuted_GivesTheSameValuesByName() =>
        Seeds.ForAll(30, seed: 985, seed =>
        {
            var panel = RandomPanel.Create(seed, names: 4 + seed % 8, sessions: 100);
            var order = Enumerable.Range(0, panel.NameCount).ToArray();
            new Random(seed).Shuffle(order);
            var permuted = new Panel(
                [.. order.Select(i => panel.Names[i])], panel.Sessions, [.. order.Select(i => panel.Sectors[i])],
                [.. order.Select(i => panel.Open(i).ToArray())], [.. order.Select(i => panel.High(i).ToArray())], [.. order.Select(i => panel.Low(i).ToArray())],
                [.. order.Select(i => panel.Close(i).ToArray())], [.. order.Select(i => panel.Volume(i).ToArray())]);
            var expected = FeatureSet.Chapter17.Compute(panel).Bits();
            var found = FeatureSet.Chapter17.Compute(permuted).Bits();
            Assert.Equal(expected.Count, found.Count);
            foreach (var (key, value) in expected)
                Assert.True(found[key] == value, $"{key.Feature} of {key.Name} on {key.Session} depends on the order of names");
        });

    [Fact]
    public void Compute_NameThatDoesNotTrade_ChangesNoOther()
    {
        var panel = RandomPanel.Create(4, 10, 110).With((name, t, bar) => name == 3 ? [40, 42, 39, 40 + t % 7, 500_000] : bar);
        var absent = panel.With((name, t, bar) => name == 3 && t >= 90 ? null : bar);
        var without = panel.With((name, t, bar) => name == 3 ? null : bar);
        var expected = FeatureSet.Chapter17.Compute(without).Bits(day => day >= panel.Sessions[90]);
        var found = FeatureSet.Chapter17.Compute(absent).Bits(day => day >= panel.Sessions[90]);
        Assert.Equal(expected.Count, found.Count);
        Assert.All(expected, bits => Assert.Equal(bits.Value, found[bits.Key]));

        // And where it does trade, it moves the ranks of others: the comparison above could fail.
        var present = FeatureSet.Chapter17.Compute(panel).Bits(day => day >= panel.Sessions[90]);
        Assert.Contains(expected, bits => bits.Key.Feature == "dollar_vol_rank" && present[bits.Key] != bits.Value);
    }

    [Fact]
    public void Compute_Gap_DoesNotAdvanceTheName()
    {
        var panel = RandomPanel.Create(9, 6, 150).With((name, t, bar) => name == 0 && t is >= 70 and < 80 ? null : name == 0 ? [30, 31, 29, 30 + t % 5, 50] : bar);
        var closed = RandomPanel.Create(9, 6, 150).With((name, t, bar) => name == 0 && t < 140 ? [30, 31, 29, 30 + (t < 70 ? t : t + 10) % 5, 50] : name == 0 ? null : bar);
        var (gapped, continuous) = (FeatureSet.Chapter17.Compute(panel), FeatureSet.Chapter17.Compute(closed));
        foreach (var feature in new[] { "rsi", "bb_high", "NATR", "ATR", "PPO", "MACD", "r21" })
            Assert.Equal(Series(gapped, feature), Series(continuous, feature));

        static double[] Series(FeatureTable table, string feature)
        {
            var column = table.Column(table.Features.ToList().IndexOf(feature)).ToArray();
            return [.. Enumerable.Range(0, table.RowCount).Where(row => table.RowNames[row] == 0).Select(row => column[row])];
        }
    }

    [Theory]
    [InlineData(1, double.NaN)]
    [InlineData(2, 0)]
    [InlineData(3, -1)]
    [InlineData(4, -1)]
    [InlineData(3, double.PositiveInfinity)]
    public void Compute_BadBar_NamesIt(int field, double value)
    {
        var panel = RandomPanel.Create(1, 4, 40).With((name, t, bar) => name == 2 && t == 7 ? Enumerable.Range(0, 5).Select(f => f == field ? value : 10).ToArray() : bar);
        Assert.StartsWith("N002 on 2015-12-10: expected positive prices", Assert.Throws<ArgumentException>(() => FeatureSet.Chapter17.Compute(panel)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compute_EmptyPanel_GivesNoRows()
    {
        var table = FeatureSet.Chapter17.Compute(new Panel([], [], [], [], [], [], [], []));
        Assert.Equal(0, table.RowCount);
        Assert.Equal(31, table.Features.Count);
    }

    [Fact]
    public void Compute_Progress_RisesToOne()
    {
        var reports = new Reports();
        FeatureSet.Chapter17.Compute(RandomPanel.Create(2, 5, 80), reports);
        Assert.Equal(reports.Values.Order(), reports.Values);
        Assert.Equal(1, reports.Values[^1]);
    }

    [Fact]
    public void Compute_Cancelled_Throws() =>
        Assert.Throws<OperationCanceledException>(() => FeatureSet.Chapter17.Compute(RandomPanel.Create(2, 5, 80), cancellation: new CancellationToken(canceled: true)));

    [Fact]
    public void Hash_OfSets_IsFixedAndDiffers()
    {
        // Bundles in use carry this hash: another value here means that they are refused.
        Assert.Equal("5b68beb006465ae761697ad2be2bbe622ba21a19c58d4f790895e7924526ba9a", FeatureSet.Chapter17.Hash);
        Assert.NotEqual(FeatureSet.Chapter17.Hash, FeatureSet.Chapter17WholeSampleZScore.Hash);
        Assert.Equal(FeatureSet.HashOf(FeatureSet.Chapter17.Features), FeatureSet.Chapter17.Hash);
        Assert.NotEqual(FeatureSet.HashOf([.. FeatureSet.Chapter17.Features.Reverse()]), FeatureSet.Chapter17.Hash);
    }

    [Fact]
    public void HashOf_CanonicalJson_SortsParameters()
    {
        var json = """[{"name":"x","parameters":{"a":"1","b":"2"}}]"""u8;
        var feature = new FeatureDefinition("x", new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(json)), FeatureSet.HashOf([feature]));
    }

    private static Panel LaterBarsChanged(Panel panel, DateOnly cut, int seed)
    {
        var random = new Random(seed);
        return panel.With((_, t, bar) =>
        {
            if (panel.Sessions[t] <= cut)
                return bar;
            if (random.Next(5) == 0)
                return null;
            var close = 1 + 300 * random.NextDouble();
            return [close, close * 1.1, close * 0.9, close, random.Next(1_000_000)];
        });
    }

    private sealed class Reports : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}
