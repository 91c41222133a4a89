using System.Globalization;
using System.Text.Json;
using LeanDeep.Cli;
using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Data;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;

namespace LeanDeep.Tests.Algorithms;

/// <summary>A small synthetic market and a model trained on its first two years, made once.</summary>
public sealed class SmallMarket : IDisposable
{
    public SmallMarket()
    {
        SyntheticMarket.Write(new SyntheticMarketOptions { Seed = 11, Names = 30, Years = 3, InformationCoefficient = 0.15 }, Data);
        var options = new FeedforwardOptions
        {
            Name = "small", Seed = 5, Folds = 0, Through = Through, Trainer = new TrainerOptions { Epochs = 2, BatchSize = 128 },
        };
        new FeedforwardTraining(options).Run(LeanFolderReader.ReadPanel(Data, through: Through), Storage);
    }

    public static DateOnly Through => new(2011, 12, 30);
    public string Root { get; } = Directory.CreateTempSubdirectory("leandeep-longshort-").FullName;
    public string Data => Path.Combine(Root, "data");
    public string Storage => Path.Combine(Root, "storage");

    internal LeanBacktest.Result Run(string folder, params (string Name, string Value)[] parameters)
    {
        var all = new Dictionary<string, string> { ["model"] = "small", ["start"] = "2012-01-03", ["end"] = "2012-06-29", ["side"] = "5", ["minimum-side"] = "2" };
        foreach (var (name, value) in parameters) all[name] = value;
        var (assembly, type) = BacktestVerb.Own("LongShort");
        return LeanBacktest.Run(new(assembly, type, Data, Storage, Path.Combine(Root, folder), all));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

public class LongShortTests(SmallMarket market) : IClassFixture<SmallMarket>
{
    /// <summary>The algorithm, bar by bar in the engine, holds what the model says of batch features computed over the whole panel.</summary>
    [Fact]
    public void LongShort_EveryDay_HoldsWhatTheModelSaysOfBatchFeatures()
    {
        var result = market.Run("holds");

        var panel = LeanFolderReader.ReadPanel(market.Data);
        var table = FeatureSet.Chapter17.Compute(panel);
        using var model = ReturnPredictor.Load(ModelBundle.Read(market.Storage, "small", LastBundle()), FeatureSet.Chapter17);
        var rule = new LongShortRule(5, 2, 1);
        var positions = new Dictionary<string, decimal>();
        var checkedDays = 0;
        foreach (var day in FillsByDay(result.ResultFile))
        {
            foreach (var (ticker, quantity) in day.Value)
                positions[ticker] = positions.GetValueOrDefault(ticker) + quantity;
            // Fills of day d follow the decision after the close of the session before.
            var decided = IndexOf(panel, day.Key) - 1;
            var expected = Decide(table, model, rule, panel, decided);
            var held = positions.Where(p => p.Value != 0).ToDictionary(p => p.Key, p => Math.Sign(p.Value));
            Assert.Equal(expected.OrderBy(p => p.Key), held.OrderBy(p => p.Key));
            checkedDays++;
        }
        Assert.InRange(checkedDays, 60, 130);
    }

    [Fact]
    public void LongShort_StartOnADayThatTheModelHasSeen_IsRefused()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => market.Run("seen", ("start", "2011-11-01")));

        Assert.Contains("models/small", failure.Message, StringComparison.Ordinal);
        Assert.Contains("2011-11-01", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LongShort_InSampleAllowed_Trades()
    {
        var result = market.Run("in-sample", ("start", "2011-11-01"), ("end", "2011-12-15"), ("allow-in-sample", "true"));

        Assert.True(int.Parse(result.Statistics["Total Orders"], CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    public void LongShort_UnknownModel_SaysWhereItLooked()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => market.Run("unknown", ("model", "nobody")));

        Assert.Contains("models/nobody", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LongShort_MinimumAboveWhatOneSideHas_StaysFlat()
    {
        var result = market.Run("flat", ("side", "29"), ("minimum-side", "28"), ("end", "2012-03-30"));

        Assert.Equal("0", result.Statistics["Total Orders"]);
    }

    private DateOnly LastBundle() => ModelBundle.Dates(market.Storage, "small")[^1];

    private static Dictionary<string, int> Decide(FeatureTable table, ReturnPredictor model, LongShortRule rule, Panel panel, int session)
    {
        var predictions = Enumerable.Repeat(float.NaN, panel.NameCount).ToArray();
        var (row, one) = (new float[table.Features.Count], new float[1]);
        for (var r = 0; r < table.RowCount; r++)
        {
            if (table.RowSessions[r] != session) continue;
            for (var f = 0; f < row.Length; f++) row[f] = (float)table.Column(f)[r];
            if (row.Any(float.IsNaN)) continue;
            model.Predict(row, 1, one);
            predictions[table.RowNames[r]] = one[0];
        }
        var weights = new double[panel.NameCount];
        rule.Decide(predictions, weights);
        return Enumerable.Range(0, weights.Length).Where(i => weights[i] != 0).ToDictionary(i => panel.Names[i], i => Math.Sign(weights[i]));
    }

    private static int IndexOf(Panel panel, DateOnly day) => Enumerable.Range(0, panel.SessionCount).First(t => panel.Sessions[t] == day);

    /// <summary>Signed quantities filled on each day, from LEAN's result file.</summary>
    private static SortedDictionary<DateOnly, List<(string Ticker, decimal Quantity)>> FillsByDay(string file)
    {
        var days = new SortedDictionary<DateOnly, List<(string, decimal)>>();
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        foreach (var order in document.RootElement.GetProperty("orders").EnumerateObject().Select(entry => entry.Value))
        {
            if (!order.TryGetProperty("lastFillTime", out var time) || time.ValueKind == JsonValueKind.Null) continue;
            var day = DateOnly.FromDateTime(time.GetDateTime().AddHours(-6)); // the close, 20:00 or 21:00 UTC
            if (!days.TryGetValue(day, out var fills)) days[day] = fills = [];
            fills.Add((order.GetProperty("symbol").GetProperty("value").GetString()!, order.GetProperty("quantity").GetDecimal()));
        }
        return days;
    }
}
