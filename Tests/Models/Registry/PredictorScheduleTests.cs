using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Registry;
using LeanDeep.Tests.Models.Inference;

namespace LeanDeep.Tests.Models.Registry;

public sealed class PredictorScheduleTests : IDisposable
{
    private readonly TemporaryFolder _store = new();
    private readonly List<string> _read = [];

    public void Dispose() => _store.Dispose();

    private void Write(string trainedThrough) => ModelBundle.Write(_store.Path, Bundles.Manifest(trainedThrough: trainedThrough), Bundles.Model);

    private PredictorSchedule Open(string firstTradingDate, bool allowInSample = false) => PredictorSchedule.Open(
        () => Directory.EnumerateFiles(_store.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_store.Path, file)),
        key =>
        {
            _read.Add(key);
            return File.ReadAllBytes(Path.Combine(_store.Path, key));
        },
        "feedforward", FeatureSet.Chapter17, DateOnly.Parse(firstTradingDate), allowInSample);

    /// <summary>On every date the current bundle is the last whose training ended before it, however the dates are walked.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(400)]
    public void MoveTo_EveryDate_TakesTheNewestUnseen(int days)
    {
        DateOnly[] dates = [new(2014, 6, 30), new(2014, 7, 1), new(2015, 1, 2), new(2015, 3, 31), new(2016, 2, 29)];
        foreach (var date in dates)
            Write($"{date:yyyy-MM-dd}");
        using var schedule = Open("2014-07-01");

        for (DateOnly date = new(2014, 7, 1), before = dates[0]; date < new DateOnly(2016, 6, 1); date = date.AddDays(days))
        {
            var switched = schedule.MoveTo(date);

            var expected = dates.Last(trained => trained < date);
            Assert.Equal(expected, schedule.Current.Manifest.TrainedThrough);
            Assert.Equal(expected != before, switched);
            schedule.Current.EnsureUnseen(date);
            before = expected;
        }
    }

    [Fact]
    public void MoveTo_LaterBundles_AreNotRead()
    {
        Write("2014-06-30");
        Write("2014-09-30");
        File.WriteAllText(Path.Combine(_store.Path, ModelBundle.ManifestKey("feedforward", new DateOnly(2014, 9, 30))), "no manifest");
        using var schedule = Open("2014-07-01");

        Assert.False(schedule.MoveTo(new DateOnly(2014, 9, 30)));
        Assert.DoesNotContain(_read, key => key.Contains("20140930", StringComparison.Ordinal));
        Assert.Contains("models/feedforward/20140930", Assert.Throws<InvalidDataException>(() => schedule.MoveTo(new DateOnly(2014, 10, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MoveTo_BundleThatCame_WaitsForARefresh()
    {
        Write("2014-06-30");
        using var schedule = Open("2014-07-01");
        Write("2014-09-30");

        Assert.False(schedule.MoveTo(new DateOnly(2014, 10, 1)));
        schedule.Refresh();
        Assert.True(schedule.MoveTo(new DateOnly(2014, 10, 1)));
    }

    [Fact]
    public void MoveTo_InSampleAllowed_StaysWithTheNewest()
    {
        Write("2014-06-30");
        Write("2014-09-30");
        using var schedule = Open("2013-01-02", allowInSample: true);

        Assert.False(schedule.MoveTo(new DateOnly(2013, 1, 2)));
        Assert.Equal(new DateOnly(2014, 9, 30), schedule.Current.Manifest.TrainedThrough);
        schedule.Current.EnsureUnseen(new DateOnly(2013, 1, 2));
    }
}
