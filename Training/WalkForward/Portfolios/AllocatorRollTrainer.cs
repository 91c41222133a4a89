using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Allocators.Study;

namespace LeanDeep.Training.WalkForward.Portfolios;

/// <summary>Allocators by their own config: a training for each seed, stopped early, tested on its block. The assets are those of the first roll.</summary>
public sealed class AllocatorRollTrainer : RollTrainer
{
    private readonly AllocatorConfig _config;
    private readonly AllocatorWalkConfig _walk;
    private readonly AllocatorAssets _assets;

    /// <param name="config">With a walk-forward section.</param>
    /// <exception cref="InvalidDataException">The config has no such section, its dates leave no session, or the data is not usable.</exception>
    public AllocatorRollTrainer(AllocatorConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        (_config, _walk) = (config, config.WalkForward ?? throw new InvalidDataException($"{config.Name}: walkForward: expected a section of the config, found none"));
        _assets = AllocatorAssets.Read(config);
        Rolls = Plan(Sessions, _walk.Retrain, _walk.Window, config.Dates.From, config.Dates.TrainThrough, config.Dates.StopThrough);
        TrainingKey = Convert.ToHexString(AllocatorConfigFile.Write(config with
        {
            Schema = null, Seeds = [], Engine = null, WalkForward = null, Data = config.Data with { Folder = "" }, Dates = new DatesConfig { TrainThrough = default, StopThrough = default },
        })) + string.Join(' ', _assets.Returns.Names) + string.Join(' ', _assets.Sectors ?? []) + string.Join(' ', _assets.Members?.SelectMany(members => members) ?? []);
    }

    public override string Name => _config.Name;
    public override string Output => _walk.Output;
    public override int Attempts => _walk.Attempts;
    public override double? MostPsi => _walk.MostPsi;
    public override IReadOnlyList<string> Assets => _assets.Returns.Names;
    public override IReadOnlyList<PortfolioRoll> Rolls { get; }
    public override IReadOnlyList<string> Variants => [.. _config.Seeds.Select(seed => FormattableString.Invariant($"seed{seed}"))];
    public override byte[] Config => AllocatorConfigFile.Write(_config);
    public override IReadOnlyList<DateOnly> Sessions => _assets.Returns.Sessions;
    protected override string TrainingKey { get; }

    protected internal override double ReturnOf(int session, int asset)
    {
        var at = session * Assets.Count + asset;
        return _assets.Returns.Defined[at] && _assets.Returns.Trades[at] ? _assets.Returns.Values[at] : double.NaN;
    }

    public override PortfolioCandidate Train(PortfolioRoll roll, string variant, DateOnly through, string store, string work, DateTimeOffset created, string gitCommit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(roll);
        ArgumentNullException.ThrowIfNull(variant);
        var seed = long.Parse(variant["seed".Length..], System.Globalization.CultureInfo.InvariantCulture);
        var config = _config with { Seeds = [seed], Dates = new DatesConfig { From = roll.TrainFrom, TrainThrough = roll.TrainThrough, StopThrough = roll.TrainedThrough, TestThrough = through } };
        var result = new AllocatorStudy(config, time: new Still(created)) { GitCommit = gitCommit, Checkpoints = work }.Run(_assets, store, cancellation);
        if (result.Seeds[0] is not { BestEpoch: { } best, Path: { } path } trained)
            return new PortfolioCandidate(variant, null, null, default, result.TrainedFrom, [], []);
        // The first return is the one after the first decision.
        return new PortfolioCandidate(
            variant, trained.History[best - 1].Validation!.Loss, FormattableString.Invariant($"{_config.Name}-{seed}"), result.TrainedThrough, result.TrainedFrom,
            [.. Sessions.Where(session => session > result.TestFrom).Take(path.Returns.Length)], path.Returns);
    }

    private sealed class Still(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
