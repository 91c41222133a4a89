using System.Text;
using LeanDeep.Models.Portfolio;

namespace LeanDeep.Tests.Models.Portfolio.Constraints;

public class ConstraintSetTests
{
    private static readonly string[] Names = ["AAPL", "JPM", "BAC", "XOM"];
    private static readonly string[] Sectors = ["Technology", "Banks", "Banks", "Energy"];

    private static ConstraintSet Full => new()
    {
        Net = new Interval(0.5, 1),
        Cash = new Interval(0.02, 0.3),
        Box = new Interval(-0.2, 0.4),
        Names = new Dictionary<string, Interval> { ["AAPL"] = new(0, 0.25) },
        Groups =
        [
            new GroupLimit("banks", Interval.AtMost(0.3)) { Sector = "Banks" },
            new GroupLimit("beta", new Interval(-0.1, 0.8)) { Members = new Dictionary<string, double> { ["AAPL"] = 1.2, ["XOM"] = 0.7 } },
        ],
        Gross = 1.4,
        Turnover = 0.5,
        Costs = 0.0005,
        Volatility = 0.15,
    };

    [Fact]
    public void Json_WrittenAndRead_IsTheSameSet()
    {
        Assert.Equal(Full, ConstraintSetJson.Read(ConstraintSetJson.Write(Full), "set.json"));
        Assert.Equal(new ConstraintSet(), ConstraintSetJson.Read("{}"u8, "set.json"));
        Assert.Equal("{}\n", Encoding.UTF8.GetString(ConstraintSetJson.Write(new ConstraintSet())));
    }

    [Theory]
    [InlineData("{\"gros\": 1}", "set.json: gros: expected one of net, cash, gross, box, names, groups, turnover, costs, volatility, found an unknown field")]
    [InlineData("{\"gross\": \"1\"}", "set.json: gross: expected a number, found \"1\"")]
    [InlineData("{\"gross\": -1}", "set.json: gross: expected a number of at least 0, found -1")]
    [InlineData("{\"box\": {\"lower\": 1, \"upper\": 0}}", "set.json: box: expected lower at most upper, found [1, 0]")]
    [InlineData("{\"box\": {\"low\": 1}}", "set.json: box.low: expected one of lower, upper, found an unknown field")]
    [InlineData("{\"box\": 3}", "set.json: box: expected an object, found 3")]
    [InlineData("{\"names\": {\"X\": {\"upper\": null}}}", "set.json: names.X.upper: expected a number, found null")]
    [InlineData("{\"groups\": [{\"sector\": \"Banks\"}]}", "set.json: groups[0].name: expected a name, found none")]
    [InlineData("{\"groups\": [{\"name\": \"a\", \"upper\": 1}]}", "set.json: groups.a: expected either a sector or members, found neither")]
    [InlineData("{\"groups\": [{\"name\": \"a\", \"members\": {}}]}", "set.json: groups.a.members: expected at least one name, found none")]
    [InlineData("{\"groups\": [{\"name\": \"a\", \"sector\": \"s\"}, {\"name\": \"a\", \"sector\": \"t\"}]}", "set.json: groups: expected distinct names, found a twice")]
    [InlineData("{\"gross\": 0.9}", "set.json: gross: expected at least the net exposure 1, found 0.9")]
    [InlineData("{\"cash\": {\"lower\": 0.1}}", "set.json: cash: expected a range that leaves a net exposure within [1, 1], found [0.1, Infinity]")]
    [InlineData("{\"volatility\": 0}", "set.json: volatility: expected a positive number, found 0")]
    [InlineData("[]", "set.json: expected an object, found []")]
    public void Json_WhatDoesNotFit_IsRefusedWithPlaceExpectedAndFound(string json, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => ConstraintSetJson.Read(Encoding.UTF8.GetBytes(json), "set.json")).Message);

    [Theory]
    [InlineData("{\"gross\": 2,\n\"gross\": 1}")]
    [InlineData("{\n\"gross\": }")]
    public void Json_NotJson_NamesTheLine(string json) =>
        Assert.StartsWith("set.json: line ", Assert.Throws<InvalidDataException>(() => ConstraintSetJson.Read(Encoding.UTF8.GetBytes(json), "set.json")).Message);

    [Fact]
    public void For_NamesAndSectors_LaysOutTheLimits()
    {
        var limits = Full.For(Names, Sectors);

        Assert.Equal(new Interval(0.7, 0.98), limits.Net);
        Assert.Equal([0, -0.2, -0.2, -0.2], limits.Lower);
        Assert.Equal([0.25, 0.4, 0.4, 0.4], limits.Upper);
        Assert.Equal([0, 1, 1, 0, 1.2, 0, 0, 0.7], limits.GroupMatrix);
        Assert.Equal([0.3, 0.8], limits.GroupUpper);
        Assert.Equal(1.4, limits.Gross);
    }

    [Fact]
    public void For_UnknownSectorNameOrDuplicate_IsRefused()
    {
        var set = Full;
        Assert.Contains("groups.banks.sector: expected one of Energy, Technology, found Banks", Refused(set, ["AAPL", "XOM"], ["Technology", "Energy"]));
        Assert.Contains("groups.banks.sector: expected sectors of the names, found none for Banks", Refused(set, Names, null));
        Assert.Contains("names: expected names among the 3 given, found AAPL", Refused(set, ["JPM", "BAC", "XOM"], ["Banks", "Banks", "Energy"]));
        Assert.Contains("found AAPL twice", Refused(set, ["AAPL", "AAPL"], ["a", "b"]));
        Assert.Contains("sectors: expected 4, found 1", Refused(set, Names, ["Banks"]));

        static string Refused(ConstraintSet set, string[] names, string[]? sectors) => Assert.Throws<ArgumentException>(() => set.For(names, sectors)).Message;
    }

    [Fact]
    public void For_AbsentNamesAllowed_LeavesThemOut()
    {
        var limits = Full.For(["XOM", "MSFT"], ["Energy", "Technology"], allowAbsent: true);
        Assert.Equal([-0.2, -0.2], limits.Lower);
        Assert.Equal([0, 0, 0.7, 0], limits.GroupMatrix);

        var portfolio = new ConstrainedPortfolio(limits);
        Assert.Equal(AllocationStatus.Optimal, portfolio.MinimumVariance([0.01, 0, 0, 0.01], [0.35, 0.35]));
        var needed = Full with { Groups = [new GroupLimit("banks", new Interval(0.1, 0.3)) { Sector = "Banks" }] };
        portfolio = new ConstrainedPortfolio(needed.For(["XOM", "MSFT"], ["Energy", "Technology"], allowAbsent: true));
        Assert.Equal(AllocationStatus.Infeasible, portfolio.MinimumVariance([0.01, 0, 0, 0.01], [0.35, 0.35]));
        Assert.Contains("banks ≥ 0.1", portfolio.Result.Binding(0).Select(price => price.Constraint.ToString()));
    }

    [Fact]
    public void Violations_WeightsBeyondTheirLimits_AreListedWithAmounts()
    {
        var limits = Full.For(Names, Sectors);
        double[] weights = [0.3, 0.4, 0.2, -0.25], held = [0.25, 0.25, 0.25, 0.0];
        var covariance = new double[16];
        for (var i = 0; i < 4; i++) covariance[5 * i] = 0.09;

        var found = limits.Violations(weights, held, covariance).Select(violation => violation.ToString()).ToArray();

        Assert.Equal(
            [
                "net ≥ 0.7: 0.65, under by 0.05",
                "AAPL ≤ 0.25: 0.3, over by 0.05",
                "XOM ≥ -0.2: -0.25, under by 0.05",
                "banks ≤ 0.3: 0.6, over by 0.3",
                "volatility ≤ 0.15: 0.178115, over by 0.028115",
            ],
            found);
        Assert.Empty(limits.Violations([0.25, 0.15, 0.1, 0.2], held, covariance));
        Assert.NotEmpty(limits.Violations([double.NaN, 0, 0, 0.8], held, covariance));
    }
}
