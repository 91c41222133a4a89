using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Reports;

namespace LeanDeep.Tests.Training.Reports;

public class AllocationSectionTests
{
    private static readonly DateOnly One = SmallResult.First, Two = SmallResult.First.AddDays(1), Three = SmallResult.End;

    private static ResultText Text() => SmallResult.Text()
        .Series(AllocationCharts.Weights, "AAA", [(One, 0.3), (Two, 0.4), (Three, 0.2)])
        .Series(AllocationCharts.Weights, "BBB", [(One, 0.7), (Two, 0.6), (Three, 0.8)])
        .Series(AllocationCharts.Risk, "AAA", [(One, 0.1), (Two, 0.2)])
        .Series(AllocationCharts.Prices, "turnover ≤ 0.2", [(Two, 0.004), (Three, 0.002)])
        .Series(AllocationCharts.Prices, "BBB ≤ 0.8", [(Three, 0.03)]);

    [Fact]
    public void Make_Decisions_OrdersAssetsByTheirMeanAndTakesMonthlyMeans()
    {
        var weights = Section("weights");

        Assert.Equal(["BBB", "AAA"], weights.Parts.OfType<DateChart>().Single().Lines.Select(line => line.Name));
        var map = weights.Parts.OfType<HeatMap>().Single();
        Assert.Equal(["2015-12", "2016-01", "Mean"], map.Columns);
        Assert.Equal([0.35, 0.2, 0.3], map.Rows[1].Values, (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(0.8, map.Scale);
    }

    /// <summary>A limit that does not bind costs nothing; one decision that it binds counts once.</summary>
    [Fact]
    public void Make_Prices_CountsDecisionsThatBound()
    {
        var limits = Section("limits");

        var table = limits.Parts.OfType<ReportTable>().Single();
        Assert.Equal(["BBB ≤ 0.8", 1.0, 1.0 / 3, 0.01, 0.03], table.Rows[0]);
        Assert.Equal(["turnover ≤ 0.2", 2.0, 2.0 / 3, 0.002, 0.004], table.Rows[1]);
        Assert.Equal([0, 0.004, 0.002], limits.Parts.OfType<DateChart>().Single().Lines[1].Values);
    }

    [Fact]
    public void Make_DayWithoutRisk_LeavesAGap() =>
        Assert.True(double.IsNaN(Section("risk").Parts.OfType<DateChart>().Single().Lines[0].Values[2]));

    [Fact]
    public void Make_NoDecisions_MakesNoSection() => Assert.Empty(AllocationSections.Make(SmallResult.Read()));

    private static ReportSection Section(string id) => AllocationSections.Make(SmallResult.Read(Text())).Single(section => section.Id == id);
}
