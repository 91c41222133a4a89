using System.Globalization;
using LeanDeep.Models.Policies;
using LeanDeep.Models.Policies.Estimation;
using LeanDeep.Training.Data;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Hjb.Neural;
using LeanDeep.Training.Hjb.Policies;
using LeanDeep.Training.Losses;

namespace LeanDeep.Training.WalkForward.Portfolios;

/// <summary>Kim and Omberg's policy over the domain that the estimates have shown up to each roll, with a margin; in closed form, or by a network for each seed.</summary>
public sealed class PolicyRollTrainer : RollTrainer
{
    private const int SessionsBetweenEstimates = 21;
    private readonly PolicyWalkConfig _config;
    private readonly ReturnSeries _returns;

    /// <param name="config">As <see cref="PolicyWalkConfig.Read"/> gives it.</param>
    /// <exception cref="InvalidDataException">The data is not usable, or too short.</exception>
    public PolicyRollTrainer(PolicyWalkConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        _config = config;
        _returns = ReturnSeries.Of(LeanFolderReader.ReadPanel(config.Data.Folder, config.Data.Names, config.Data.From, config.Data.Through), [PanelField.Close], ReturnKind.Simple);
        var before = Sessions.LastOrDefault(session => session < config.WalkForward.From);
        if (before == default)
            throw new InvalidDataException($"walkForward.from: expected sessions before {config.WalkForward.From:yyyy-MM-dd}, found the first on {Sessions[0]:yyyy-MM-dd}");
        Rolls = Plan(Sessions, config.WalkForward.Retrain, Experiments.TrainingWindow.Expanding, null, before, before);
        TrainingKey = Convert.ToHexString((config with
        {
            Schema = null, Seeds = [], Engine = null, Data = config.Data with { Folder = "", Through = null }, WalkForward = new PolicyWalkForward { From = default, Retrain = new() { Rule = default }, Output = "" },
        }).Write());
    }

    public override string Name => _config.Name;
    public override string Output => _config.WalkForward.Output;
    public override int Attempts => _config.WalkForward.Attempts;
    public override double? MostPsi => _config.WalkForward.MostPsi;
    public override IReadOnlyList<string> Assets => _returns.Names;
    public override IReadOnlyList<PortfolioRoll> Rolls { get; }
    public override IReadOnlyList<string> Variants => _config.Policy.Solver == PolicySolver.Network ? [.. _config.Seeds.Select(seed => FormattableString.Invariant($"seed{seed}"))] : ["closed-form"];
    public override byte[] Config => _config.Write();
    public override IReadOnlyList<DateOnly> Sessions => _returns.Sessions;
    protected override string TrainingKey { get; }
    protected override bool SeesItsBlock => false;

    protected internal override double ReturnOf(int session, int asset)
    {
        var at = session * Assets.Count + asset;
        return _returns.Defined[at] && _returns.Trades[at] ? _returns.Values[at] : double.NaN;
    }

    public override PortfolioCandidate Train(PortfolioRoll roll, string variant, DateOnly through, string store, string work, DateTimeOffset created, string gitCommit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(roll);
        ArgumentNullException.ThrowIfNull(variant);
        var domain = Domain(roll);
        var (seed, metrics) = (0L, new SortedDictionary<string, double>(StringComparer.Ordinal));
        SolvedPolicy policy = new KimOmbergPolicy(domain);
        if (_config.Policy.Solver == PolicySolver.Network)
        {
            seed = long.Parse(variant["seed".Length..], CultureInfo.InvariantCulture);
            var standardised = StandardisedDomain.Of(domain);
            var training = new NeuralTraining(new ConditionedKimOmberg(standardised), new NeuralOptions
            {
                HiddenLayers = _config.Policy.HiddenLayers, Points = _config.Policy.Points, AdamSteps = _config.Policy.AdamSteps, GaussNewtonSteps = _config.Policy.GaussNewtonSteps,
            }, seed);
            NeuralFit.Run(training, Path.Combine(work, "fit.checkpoint"), _ => { }, cancellation);
            if (training.Status == NeuralStatus.Diverged)
                return new PortfolioCandidate(variant, null, null, default, Sessions[0], [], []);
            var network = new NetworkPolicy(training.Solution);
            policy = network;
            var error = PolicyTraining.Compare(network, standardised, 5000, seed: 7);
            (metrics["residual"], metrics["largestError"], metrics["meanError"]) = (training.Residual, error.Largest, error.Mean);
        }
        PolicyBundle.Write(store, policy, new PolicyBundleDescription
        {
            Name = $"{Name}-{variant}", Created = created, GitCommit = gitCommit, Seed = seed, Through = roll.TrainedThrough, Universe = PolicyUniverse.Of(_config.Data.Names), Metrics = metrics,
        });
        return new PortfolioCandidate(variant, metrics.GetValueOrDefault("meanError"), $"{Name}-{variant}", roll.TrainedThrough, Sessions[0], [], []);
    }

    /// <summary>What the estimates up to a roll have shown, with the margin, within what the policy takes at all.</summary>
    private PolicyDomain Domain(PortfolioRoll roll)
    {
        var (assets, estimation) = (Assets.Count, _config.Estimation);
        var estimator = new SharpeEstimator(assets, new SharpeEstimatorOptions
        {
            PredictorWindow = estimation.PredictorWindow, MomentsWindow = estimation.MomentsWindow, MinimumSteps = estimation.MinimumSteps, BiasCorrection = estimation.BiasCorrection,
        });
        var (market, row, seen) = (new SharpeEstimate(assets), new double[assets], new List<double>[5]);
        for (var i = 0; i < seen.Length; i++) seen[i] = [];
        for (var session = 0; session < Sessions.Count && Sessions[session] <= roll.TrainedThrough; session++)
        {
            // A name without a bar stands still.
            for (var asset = 0; asset < assets; asset++)
                row[asset] = ReturnOf(session, asset) is var value && double.IsFinite(value) ? value : 0;
            estimator.Add(row);
            if (!estimator.IsReady || (session % SessionsBetweenEstimates != 0 && Sessions[session] != roll.TrainedThrough) || !estimator.Estimate(market))
                continue;
            foreach (var (values, estimates) in seen.Zip([market.SharpeRatio, market.LongRunSharpeRatio, market.Reversion, market.Deviation, market.Correlation]))
                values.AddRange(estimates);
        }
        if (seen[0].Count == 0)
            throw new InvalidDataException($"roll {roll.Date:yyyy-MM-dd}: expected {estimation.MinimumSteps} months of the predictor after {estimation.PredictorWindow} sessions, found {estimator.Steps} through {roll.TrainedThrough:yyyy-MM-dd}");
        var widest = new PolicyDomain();
        return widest with
        {
            SharpeRatio = Range(seen[0], widest.SharpeRatio), LongRunSharpeRatio = Range(seen[1], widest.LongRunSharpeRatio), Reversion = Range(seen[2], widest.Reversion),
            Deviation = Range(seen[3], widest.Deviation), Correlation = Range(seen[4], widest.Correlation),
            RiskAversion = new(Math.Max(1, _config.Policy.RiskAversion - 1), _config.Policy.RiskAversion + 1), TimeToGo = new(0, _config.Policy.HorizonYears),
        };
    }

    private DomainRange Range(List<double> seen, DomainRange widest)
    {
        // A twentieth of the widest range at least, so that a single estimate has a domain around it.
        var (low, high, least) = (seen.Min(), seen.Max(), 0.05 * (widest.Upper - widest.Lower));
        var margin = Math.Max(_config.Policy.Margin * (high - low), least);
        var lower = Math.Clamp(low - margin, widest.Lower, widest.Upper - least);
        return new(lower, Math.Clamp(high + margin, lower + least, widest.Upper));
    }
}
