using LeanDeep.Tests.Platform.Lean.Engine;
using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Algorithm.Framework.Alphas.Analysis;
using QuantConnect.Algorithm.Framework.Execution;
using QuantConnect.Algorithm.Framework.Portfolio;
using QuantConnect.Algorithm.Framework.Risk;
using QuantConnect.Data;
using QuantConnect.Indicators;
using QuantConnect.Securities;

namespace LeanDeep.Tests.Platform.Lean.Framework;

/// <summary>LEAN's framework models, each on a few bars made for it.</summary>
public sealed class FrameworkModelTests : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    private static readonly Func<DateTime, DateTime?> EveryStep = utc => utc;

    /// <summary>Wants some shares from the first step on, without insights.</summary>
    private sealed class Wants(decimal shares) : PortfolioConstructionModel
    {
        private bool _done;

        public override IEnumerable<IPortfolioTarget> CreateTargets(QCAlgorithm algorithm, Insight[] insights)
        {
            if (_done) return [];
            _done = true;
            return [new PortfolioTarget(algorithm.Securities.Keys.Single(), shares)];
        }
    }

    /// <summary>The insights of each step, as text.</summary>
    private static void Record(ScriptedAlgorithm algorithm) => algorithm.InsightsGenerated += (_, e) =>
    {
        foreach (var insight in e.Insights) algorithm.Note($"{insight.Symbol.Value} {insight.Direction} {insight.Magnitude:0.####} {insight.Period.TotalDays:0}");
    };

    private ScriptedAlgorithm Hours(Action<ScriptedAlgorithm> initialize, params decimal[] prices)
    {
        if (prices.Length > 0) _data.Hours("AAA", "2020-01-06", prices);
        return _data.Run("2020-01-06", "2020-01-06", a =>
        {
            a.Add("AAA", Resolution.Hour);
            initialize(a);
        }, null);
    }

    private static string[] Fills(ScriptedAlgorithm run) => [.. run.Events.Where(x => x.FillQuantity != 0).Select(x => FormattableString.Invariant($"{x.FillQuantity} @ {x.FillPrice:0.##}"))];

    [Fact]
    public void SpreadExecution_SpreadTooWide_Waits()
    {
        // Without quotes bid and ask are the price: the spread is zero, which a limit of zero allows.
        Assert.Equal(["10 @ 10"], Fills(Hours(a => Use(a, new SpreadExecutionModel(0)), 10, 10, 11)));
        var model = new Probe();
        // The same bars again.
        Assert.Empty(Hours(a => Use(a, model)).Events);
        Assert.True(model.Asked > 0);
    }

    private sealed class Probe() : SpreadExecutionModel(0.005m)
    {
        public int Asked { get; private set; }

        protected override bool PriceIsFavorable(Security security)
        {
            Asked++;
            return base.PriceIsFavorable(security) && security.Price > 1000;
        }
    }

    [Fact]
    public void VolumeWeightedExecution_PriceAboveTheAverage_WaitsAndThenTakesItsShareOfTheVolume()
    {
        var run = Hours(a => Use(a, new VolumeWeightedAveragePriceExecutionModel { MaximumOrderQuantityPercentVolume = 0.004m }), 10, 10, 12, 9, 9, 9);
        // Bars trade 1000 shares: four at a time, first when 9 is below the average of the day.
        Assert.Equal(["4 @ 9", "4 @ 9", "2 @ 9"], Fills(run));
    }

    [Fact]
    public void StandardDeviationExecution_PriceTwoDeviationsBelow_OrdersUpToTheLargestValue()
    {
        var run = Hours(a => Use(a, new StandardDeviationExecutionModel(3, 1m, Resolution.Hour) { MaximumOrderValue = 30 }), 10, 10, 10.1m, 10, 5, 5);
        // At 5 the mean of three is 8.37 and the deviation 2.38: 30 buys six. A bar later 5 is no more than a deviation below.
        Assert.Equal(["6 @ 5"], Fills(run));
    }

    [Fact]
    public void TrailingStop_FallFromTheBestValue_CloseAndCancelInsights()
    {
        var run = Hours(a =>
        {
            Use(a, new ImmediateExecutionModel(), 100);
            a.SetRiskManagement(new TrailingStopRiskManagementModel(0.1m));
        }, 10, 10, 12, 11, 10.7m, 10);
        // 10.7 is more than 10% below 12; 11 is not.
        Assert.Equal(["100 @ 10", "-100 @ 10.7"], Fills(run));
    }

    [Theory, InlineData(false, 0), InlineData(true, 1)]
    public void PortfolioDrawdown_FallFromTheHigh_TakesTargetsToZero(bool isTrailing, int expected)
    {
        var model = new MaximumDrawdownPercentPortfolio(0.05m, isTrailing);
        var overrides = new List<int>();
        Hours(a => a.Schedule.On(a.DateRules.EveryDay(), a.TimeRules.At(11, 30), () =>
        {
            var targets = new IPortfolioTarget[] { new PortfolioTarget(a.Symbol, 5) };
            Step(100000);
            Step(110000);
            Step(103000);
            void Step(decimal value)
            {
                a.Portfolio.SetCash(value);
                overrides.Add(model.ManageRisk(a, targets).Count());
            }
        }), 10, 10, 10, 10);
        Assert.Equal([0, 0, expected], overrides);
    }

    [Fact]
    public void AccumulativeInsight_Insights_AddUpAndFlatTakesAway()
    {
        var run = Hours(a =>
        {
            a.SetPortfolioConstruction(new Percents(a));
            a.Schedule.On(a.DateRules.EveryDay(), a.TimeRules.At(10, 30), () =>
            {
                foreach (var direction in new[] { InsightDirection.Up, InsightDirection.Up, InsightDirection.Flat, InsightDirection.Down, InsightDirection.Down })
                    a.EmitInsights(Insight.Price(a.Symbol, TimeSpan.FromHours(3), direction));
            });
        }, 10, 10, 10, 10);
        Assert.Equal(["0.03", "0.06", "0.03", "0.00", "-0.03"], run.Notes.Where(x => x.Contains("target", StringComparison.Ordinal)).Select(x => x.Split(' ')[^1]).Take(5));
    }

    private sealed class Percents(ScriptedAlgorithm algorithm) : AccumulativeInsightPortfolioConstructionModel(EveryStep)
    {
        protected override Dictionary<Insight, double> DetermineTargetPercent(List<Insight> activeInsights)
        {
            var percents = base.DetermineTargetPercent(activeInsights);
            foreach (var percent in percents.Values) algorithm.Note(FormattableString.Invariant($"target {percent:0.00;-0.00;0.00}"));
            return percents;
        }
    }

    [Fact]
    public void HistoricalReturnsAlpha_EachBar_ForecastsTheSameAgain()
    {
        _data.Daily("AAA", "2020-01-02", 10m, 11, 11, 9.9m);
        var run = _data.Run("2020-01-03", "2020-01-07", a =>
        {
            a.Add("AAA");
            a.SetAlpha(new HistoricalReturnsAlphaModel());
            Record(a);
        }, null);
        Assert.Equal(["01-03 16:00 AAA Up 0.1 1", "01-07 16:00 AAA Down -0.1 1"], run.Notes.Where(x => x.Contains("AAA", StringComparison.Ordinal)));
    }

    [Fact]
    public void RsiAlpha_Extremes_SpeakOnceUntilTheIndexHasComeBack()
    {
        _data.Daily("AAA", "2020-01-02", 10m, 11, 12, 13, 12, 13, 9, 8, 12, 13);
        var run = _data.Run("2020-01-02", "2020-01-15", a =>
        {
            a.Add("AAA");
            a.SetAlpha(new RsiAlphaModel(2));
            Record(a);
        }, null);
        // The index is 100 before it is ready, which counts as spoken; then 50 on the 8th, 75 on the 9th, 15, 10.7, and 72.8 on the 14th.
        Assert.Equal(["01-09 16:00 AAA Down  2", "01-10 16:00 AAA Up  2", "01-14 16:00 AAA Down  2"], run.Notes.Where(x => x.Contains("AAA", StringComparison.Ordinal)));
    }

    [Fact]
    public void EmaCrossAlpha_Cross_SpeaksInItsDirection()
    {
        _data.Daily("AAA", "2020-01-02", 10m, 10, 10, 11, 12, 13, 9, 8, 7);
        var run = _data.Run("2020-01-02", "2020-01-14", a =>
        {
            a.Add("AAA");
            a.SetAlpha(new EmaCrossAlphaModel(2, 3));
            Record(a);
        }, null);
        Assert.Equal(["01-07 16:00 AAA Up  2", "01-10 16:00 AAA Down  2"], run.Notes.Where(x => x.Contains("AAA", StringComparison.Ordinal)));
    }

    [Fact]
    public void InsightScore_Function_IsAskedEachStepUntilFinal()
    {
        var score = new InsightScore();
        score.SetScore(InsightScoreType.Direction, 1.5, DateTime.UnixEpoch);
        score.SetScore(InsightScoreType.Magnitude, 0.25, DateTime.UnixEpoch);
        score.Finalize(DateTime.UnixEpoch.AddDays(1));
        score.SetScore(InsightScoreType.Magnitude, 0.5, DateTime.UnixEpoch.AddDays(2));
        Assert.Equal((1, 0.25, true, DateTime.UnixEpoch.AddDays(1)), (score.Direction, score.Magnitude, score.IsFinalScore, score.UpdatedTimeUtc));

        var function = new Counts();
        Hours(a => a.Insights.SetInsightScoreFunction(function), 10, 10, 10);
        Assert.True(function.Steps > 0);
    }

    private sealed class Counts : IInsightScoreFunction
    {
        public int Steps { get; private set; }

        public void Score(InsightManager insightManager, DateTime utcTime) => Steps++;
    }

    [Fact]
    public void Equity_OwnInitializer_KeepsLeverageOfTwo() =>
        Assert.Equal("2", _data.Daily("AAA", "2020-01-06", 10m).Run("2020-01-06", "2020-01-06", a =>
        {
            a.SetSecurityInitializer(_ => { });
            a.Add("AAA");
            a.Note(FormattableString.Invariant($"leverage {a.Securities[a.Symbol].Leverage}"));
        }, null).Notes.First(x => x.Contains("leverage", StringComparison.Ordinal)).Split(' ')[^1]);

    private sealed class Sectors : SectorWeightingPortfolioConstructionModel
    {
        public List<double> Percents { get; } = [];

        protected override string GetSectorCode(Security security) => security.Symbol.Value == "CCC" ? "C" : "AB";

        protected override Dictionary<Insight, double> DetermineTargetPercent(List<Insight> activeInsights)
        {
            var percents = base.DetermineTargetPercent(activeInsights);
            if (percents.Count > 0) Percents.AddRange(percents.OrderBy(x => x.Key.Symbol.Value, StringComparer.Ordinal).Select(x => x.Value));
            return percents;
        }
    }

    [Fact]
    public void SectorWeighting_TwoSectors_ShareEquallyWithinAndBetween()
    {
        foreach (var ticker in new[] { "AAA", "BBB", "CCC" }) _data.Daily(ticker, "2020-01-06", 10m, 10);
        var model = new Sectors();
        _data.Run("2020-01-06", "2020-01-06", a =>
        {
            foreach (var ticker in new[] { "AAA", "BBB", "CCC" }) a.Add(ticker);
            a.SetAlpha(new ConstantAlphaModel(InsightType.Price, InsightDirection.Up, TimeSpan.FromDays(1)));
            a.SetPortfolioConstruction(model);
        }, null);
        Assert.Equal([0.25, 0.25, 0.5], model.Percents);
        var error = Assert.Throws<InvalidOperationException>(() => _data.Run("2020-01-06", "2020-01-06", a =>
        {
            a.Add("AAA");
            a.SetPortfolioConstruction(new SectorWeightingPortfolioConstructionModel());
        }, null));
        Assert.Contains("GetSectorCode", error.Message, StringComparison.Ordinal);
    }

    private static void Use(ScriptedAlgorithm algorithm, IExecutionModel execution, decimal shares = 10)
    {
        algorithm.SetPortfolioConstruction(new Wants(shares));
        algorithm.SetExecution(execution);
    }
}
