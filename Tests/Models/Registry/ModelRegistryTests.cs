using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Registry;
using LeanDeep.Tests.Models.Inference;

namespace LeanDeep.Tests.Models.Registry;

[Trait("Category", "WalkForward")]
public sealed class ModelRegistryTests : IDisposable
{
    private static readonly DateOnly First = new(2014, 6, 30), Second = new(2014, 9, 30), Third = new(2014, 12, 31);
    private readonly TemporaryFolder _store = new();
    private readonly ModelRegistry _registry;

    public ModelRegistryTests() => _registry = new ModelRegistry(_store.Path, TimeProvider.System);

    public void Dispose() => _store.Dispose();

    private void Write(DateOnly date, bool promoted = true) =>
        ModelBundle.Write(promoted ? _store.Path : ModelRegistry.Candidates(_store.Path), Bundles.Manifest(trainedThrough: $"{date:yyyy-MM-dd}"), Bundles.Model);

    private (DateOnly, BundleState)[] Listed() => [.. _registry.List("feedforward").Select(entry => (entry.TrainedThrough, entry.State))];

    private PredictorSchedule Trading(DateOnly from) => PredictorSchedule.Open(
        () => Directory.EnumerateFiles(_store.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_store.Path, file)),
        key => File.ReadAllBytes(Path.Combine(_store.Path, key)), "feedforward", FeatureSet.Chapter17, from);

    [Fact]
    public void Promote_Candidate_TradesFromTheNextDay()
    {
        Write(First);
        Write(Second, promoted: false);
        using var trading = Trading(Second.AddDays(1));
        Assert.Equal(First, trading.Current.Manifest.TrainedThrough);

        _registry.Promote("feedforward", Second, "looks good");
        trading.Refresh();

        Assert.True(trading.MoveTo(Second.AddDays(2)));
        Assert.Equal(Second, trading.Current.Manifest.TrainedThrough);
        Assert.Equal([(First, BundleState.Promoted), (Second, BundleState.Promoted)], Listed());
        Assert.Equal([(RegistryAction.Promote, Second, "looks good")], _registry.History("feedforward").Select(line => (line.Action, line.TrainedThrough, line.Reason)));
    }

    [Fact]
    public void Promote_DamagedCandidate_IsRefused()
    {
        Write(First, promoted: false);
        var path = Path.Combine(ModelRegistry.Candidates(_store.Path), ModelBundle.ModelKey("feedforward", First));
        File.AppendAllText(path, "x");

        var error = Assert.Throws<InvalidDataException>(() => _registry.Promote("feedforward", First, ""));

        Assert.Contains("sha256: expected", error.Message, StringComparison.Ordinal);
        Assert.Equal([(First, BundleState.Candidate)], Listed());
    }

    [Fact]
    public void Promote_NoSuchCandidate_SaysWhichThereAre()
    {
        Write(First, promoted: false);

        var error = Assert.Throws<InvalidDataException>(() => _registry.Promote("feedforward", Second, ""));

        Assert.EndsWith("expected a candidate of 2014-09-30, found 2014-06-30", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => _registry.Promote("other", Second, ""));
        Assert.False(Directory.Exists(Path.Combine(_store.Path, "models", "other")));
    }

    [Fact]
    public void RollBack_WhileTrading_GoesBackToTheBundleBefore()
    {
        Write(First);
        Write(Second);
        Write(Third);
        using var trading = Trading(Third.AddDays(1));

        var moved = _registry.RollBack("feedforward", First, "bad week");
        trading.Refresh();

        Assert.Equal([Third, Second], moved.Select(entry => entry.TrainedThrough));
        Assert.True(trading.MoveTo(Third.AddDays(2)));
        Assert.Equal(First, trading.Current.Manifest.TrainedThrough);
        Assert.Equal([(First, BundleState.Promoted), (Second, BundleState.Candidate), (Third, BundleState.Candidate)], Listed());
        _registry.Promote("feedforward", Third, "");
        Assert.Equal(4 - 1, _registry.History("feedforward").Count);
    }

    [Fact]
    public void RollBack_OnlyBundle_IsRefused()
    {
        Write(First);

        Assert.EndsWith("expected at least 2 promoted bundles to roll back, found 1", Assert.Throws<InvalidDataException>(() => _registry.RollBack("feedforward", null, "")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Collect_KeepTwo_DeletesWhatIsOlderAndWhatAKillLeft()
    {
        Write(First.AddDays(-1), promoted: false);
        Write(First);
        Write(Second);
        Write(Third, promoted: false);
        Write(Third);
        var leftover = Directory.CreateDirectory(Path.Combine(_store.Path, "models", "feedforward", $"20141231-writing-{Guid.NewGuid():N}")).FullName;
        var young = Directory.CreateDirectory(Path.Combine(_store.Path, "models", "feedforward", $"20141231-writing-{Guid.NewGuid():N}")).FullName;
        Directory.SetLastWriteTimeUtc(leftover, DateTime.UtcNow.AddHours(-2));

        var tried = _registry.Collect("feedforward", 2, tryOnly: true);
        Assert.Equal(5, Listed().Length);
        var (bundles, leftovers) = _registry.Collect("feedforward", 2);

        Assert.Equal(tried.Bundles, bundles);
        Assert.Equal([First.AddDays(-1), First], bundles.Select(entry => entry.TrainedThrough));
        Assert.Equal([leftover], leftovers);
        Assert.True(Directory.Exists(young) && !Directory.Exists(leftover));
        Assert.Equal([(Second, BundleState.Promoted), (Third, BundleState.Promoted), (Third, BundleState.Candidate)], Listed());
    }

    [Fact]
    public void History_LineThatAKillCut_IsLeftOutAndDoesNotSpoilTheNext()
    {
        Write(First);
        _registry.Record("feedforward", RegistryAction.Promote, First, "one");
        File.AppendAllText(Path.Combine(_store.Path, "models", "feedforward", "history.jsonl"), "{\"time\":\"20");
        _registry.Record("feedforward", RegistryAction.Promote, First, "two");

        Assert.Equal(["one", "two"], _registry.History("feedforward").Select(line => line.Reason));
    }

    [Fact]
    public void Names_EveryModel_InOrder()
    {
        Write(First);
        ModelBundle.Write(ModelRegistry.Candidates(_store.Path), Bundles.Manifest("another"), Bundles.Model);
        Directory.CreateDirectory(Path.Combine(_store.Path, "models", "empty"));

        Assert.Equal(["another", "feedforward"], _registry.Names());
    }
}
