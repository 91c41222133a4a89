using System.Text.Json;
using LeanDeep.Algorithms.Framework;
using LeanDeep.Cli;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data;
using LeanDeep.Training.Export.Allocators;
using LeanDeep.Training.Networks.Allocators;
using QuantConnect;
using QuantConnect.Algorithm;

namespace LeanDeep.Tests.Algorithms;

/// <summary>Allocator bundles on the small market, and runs of their algorithm.</summary>
internal static class Allocations
{
    public const int Lookback = 20;

    public static readonly ConstraintSet Limits = new()
    {
        Box = new Interval(0, 0.12),
        Groups = [new GroupLimit("sector 0", new Interval(0.02, 0.2)) { Sector = "0" }, new GroupLimit("sector 1", Interval.AtMost(0.15)) { Sector = "1" }],
        Turnover = 0.4,
        Costs = 0.0005,
    };

    /// <summary>Writes an allocator of random weights for all names of the market.</summary>
    public static void Write(SmallMarket market, string store, AllocatorNetwork network, ConstraintSet? limits = null, DateOnly? trainedThrough = null, bool rename = false, bool solvedInGraph = false)
    {
        network.eval();
        AllocatorBundle.Write(market[store], network, Description(market, limits, trainedThrough, rename) with { SolvedInGraph = solvedInGraph });
    }

    /// <summary>Writes a policy of random weights that sees what it holds.</summary>
    public static void Write(SmallMarket market, string store, SequentialAllocator network, ConstraintSet? limits = null)
    {
        network.eval();
        AllocatorBundle.Write(market[store], network, Description(market, limits));
    }

    private static AllocatorDescription Description(SmallMarket market, ConstraintSet? limits, DateOnly? trainedThrough = null, bool rename = false)
    {
        var universe = Universe(market);
        return new AllocatorDescription
        {
            Name = "allocator", Seed = 1, Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), BarsFrom = new DateOnly(2010, 1, 4), TrainedFrom = new DateOnly(2010, 3, 1),
            TrainedThrough = trainedThrough ?? SmallMarket.Through, Lookback = Lookback, Horizon = 20, UniverseRule = "all names",
            Names = [.. universe.Select(name => rename ? name.Name + "X" : name.Name)], Sectors = [.. universe.Select(name => Invariant(name.Sector))], Constraints = limits ?? Limits,
        };
    }

    public static BachelierNetwork Bachelier(SmallMarket market, long seed = 3) => new(1, Universe(market).Count, seed, hidden: 8);

    public static IReadOnlyList<UniverseName> Universe(SmallMarket market) =>
        ModelBundle.Read(market.Storage, "small", SmallMarket.Through).Manifest.Universe.Names;

    public static LeanBacktest.Result Run(SmallMarket market, string store, string folder, params (string Name, string Value)[] parameters)
    {
        var all = new Dictionary<string, string> { ["start"] = "2012-01-03", ["end"] = "2012-06-29", ["fees"] = "none" };
        foreach (var (name, value) in parameters) all[name] = value;
        var (assembly, type) = BacktestVerb.Own("ConstrainedAllocator");
        return LeanBacktest.Run(new(assembly, type, market.Data, market[store], market[folder], all));
    }

    public static string Statistic(LeanBacktest.Result result, string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(result.ResultFile));
        return document.RootElement.GetProperty("runtimeStatistics").GetProperty(name).GetString()!;
    }

    /// <summary>Compares what was held after each day's fills with limits, from orders and prices alone.</summary>
    /// <returns>Days compared, and the most beyond a limit that lots do not explain.</returns>
    public static (int Days, double Worst) Audit(SmallMarket market, LeanBacktest.Result result, ConstraintSet set)
    {
        var panel = LeanFolderReader.ReadPanel(market.Data);
        var universe = Universe(market);
        var limits = set.For([.. universe.Select(name => name.Name)], [.. universe.Select(name => Invariant(name.Sector))]);
        var place = universe.Select((name, i) => (name.Name, i)).ToDictionary();
        var columns = universe.Select(name => panel.Names.ToList().IndexOf(name.Name)).ToArray();
        var positions = new double[universe.Count];
        var (cash, days, worst) = (1_000_000.0, 0, 0.0);
        foreach (var day in Traded.Orders(result.ResultFile).Where(order => order.Filled is not null).GroupBy(order => DateOnly.FromDateTime(order.Filled!.Value.AddHours(-6))))
        {
            var decided = Traded.IndexOf(panel, day.Key) - 1;
            double[] closes = [.. columns.Select(column => LastClose(panel, column, decided))];
            var equity = cash + positions.Zip(closes, (p, c) => p * c).Sum();
            var before = positions.Zip(closes, (p, c) => p * c / equity).ToArray();
            foreach (var order in day)
            {
                positions[place[order.Ticker]] += (double)order.Quantity;
                cash -= (double)(order.Quantity * order.Price);
            }
            var after = positions.Zip(closes, (p, c) => p * c / equity).ToArray();
            var lots = closes.Sum(close => close / equity);
            foreach (var violation in limits.Violations(after, before))
                if (violation.Constraint.Kind != ConstraintKind.Turnover || days > 0) worst = Math.Max(worst, violation.Excess - lots);
            days++;
        }
        return (days, worst);
    }

    private static double LastClose(LeanDeep.Models.Features.Panel panel, int name, int session)
    {
        while (session > 0 && double.IsNaN(panel.Close(name)[session])) session--;
        return panel.Close(name)[session] is var close && double.IsNaN(close) ? 0 : close;
    }

    private static string Invariant(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Says that it keeps to its limits, and does not.</summary>
internal sealed class BrokenAllocator : PortfolioAllocator
{
    public BrokenAllocator(IReadOnlyList<string> names) => Problem = new AllocationProblems(new ConstraintSet { Box = new Interval(0, 0.3) }.For(names), 1);

    public override IReadOnlyList<string> Names => Problem.Limits.Names;
    public override IReadOnlyList<ReturnChannel> Channels { get; } = [new()];
    public override int Lookback => 2;
    public override AllocationProblems Problem { get; }
    public override string Description => "broken";

    public override AllocationStatus Allocate(
        ReadOnlySpan<double> window, ReadOnlySpan<double> predictions, ReadOnlySpan<double> held, ReadOnlySpan<bool> universe, Span<double> weights)
    {
        weights.Clear();
        (weights[0], weights[1], weights[2]) = (0.31, 0.3, 0.3);
        weights[3] = 1 - weights[0] - weights[1] - weights[2];
        return AllocationStatus.Optimal;
    }

    public override IReadOnlyList<ConstraintPrice> Binding() => [];
}

/// <summary>Trades what a broken allocator decides.</summary>
public class BrokenAlgorithm : QCAlgorithm
{
    protected virtual ViolationResponse Response => ViolationResponse.Stop;

    public override void Initialize()
    {
        SetStartDate(2012, 1, 3);
        SetEndDate(2012, 2, 29);
        SetCash(1_000_000);
        Settings.MinimumOrderMarginPortfolioPercentage = 0;
        var tickers = GetParameter("tickers").Split(' ');
        var symbols = tickers.Select(ticker => AddEquity(ticker, Resolution.Daily, fillForward: false).Symbol).ToArray();
        SetPortfolioConstruction(new AllocatorPortfolioConstructionModel(new BrokenAllocator(tickers), symbols, new RebalanceSchedule(RebalancePeriod.Weekly), Response));
    }
}

/// <summary>As <see cref="BrokenAlgorithm"/>, but goes on.</summary>
public sealed class ReportedAlgorithm : BrokenAlgorithm
{
    protected override ViolationResponse Response => ViolationResponse.Report;
}
