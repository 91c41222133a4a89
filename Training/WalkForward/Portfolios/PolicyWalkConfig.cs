using System.ComponentModel;
using System.Text.Json.Serialization;
using LeanDeep.Models.Inference;
using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Configuration;
using LeanDeep.Training.Experiments;

namespace LeanDeep.Training.WalkForward.Portfolios;

/// <summary>Kim and Omberg's policy, solved anew on a schedule for the estimates that the data have given so far, and traded by HjbPolicy.</summary>
public sealed record PolicyWalkConfig
{
    [JsonPropertyName("$schema")]
    [Description("Where an editor finds the schema of this file; of no consequence to the run.")]
    public string? Schema { get; init; }

    [Description("Name of the run and of its bundles: letters, digits, '-' and '_'.")]
    public required string Name { get; init; }

    public required PolicyData Data { get; init; }

    public required PolicySolution Policy { get; init; }

    public PolicyEstimation Estimation { get; init; } = new();

    [Description("Trade the bundles in LEAN's engine, with LEAN's fees; absent for no.")]
    public EngineConfig? Engine { get; init; }

    public required PolicyWalkForward WalkForward { get; init; }

    [Description("One network each, where the policy is one.")]
    public IReadOnlyList<long> Seeds { get; init; } = [1];

    /// <exception cref="InvalidDataException">Not JSON, a key that is unknown or missing, or a value of another type or outside its range: says where, what was expected and what
    /// was found.</exception>
    public static PolicyWalkConfig Read(string path)
    {
        var config = ConfigJson.Read<PolicyWalkConfig>(File.ReadAllBytes(path), path);
        Require(ModelBundle.IsName(config.Name), "name", "letters, digits, '-' and '_'", config.Name);
        Require(config.Data.Names.Count > 0, "data.names", "at least one", "none");
        Require(config.Policy.RiskAversion >= 1, "policy.riskAversion", "at least 1", config.Policy.RiskAversion);
        Require(config.Policy.HorizonYears > 0, "policy.horizonYears", "a positive number", config.Policy.HorizonYears);
        Require(config.Policy.Margin >= 0, "policy.margin", "0 or more", config.Policy.Margin);
        Require(config.Seeds.Count > 0 && config.Seeds.Distinct().Count() == config.Seeds.Count, "seeds", "distinct seeds, at least one", string.Join(", ", config.Seeds));
        Require(config.WalkForward.Attempts >= 1, "walkForward.attempts", "at least 1", config.WalkForward.Attempts);
        Require(!(config.WalkForward.MostPsi <= 0), "walkForward.mostPsi", "a positive number", $"{config.WalkForward.MostPsi}");
        Require(
            config.WalkForward.Retrain.Rule == RetrainRule.Dates == (config.WalkForward.Retrain.Dates.Count > 0), "walkForward.retrain.dates", "dates with rule dates, and none with another",
            string.Join(", ", config.WalkForward.Retrain.Dates));
        Require(config.WalkForward.Output.Length > 0, "walkForward.output", "a folder", "none");
        return config;

        void Require(bool condition, string where, string expected, object found)
        {
            if (!condition)
                throw new InvalidDataException(FormattableString.Invariant($"{path}: {where}: expected {expected}, found {found}"));
        }
    }

    /// <summary>The JSON schema that editors use, from the records themselves.</summary>
    public static string SchemaOfFiles() => ConfigJson.Schema<PolicyWalkConfig>("LeanDeep policy on a schedule");

    internal byte[] Write() => ConfigJson.Write(this);
}

/// <summary>Which bars.</summary>
public sealed record PolicyData
{
    [Description("LEAN data folder.")]
    public required string Folder { get; init; }

    [Description("Tickers, each an asset.")]
    public required IReadOnlyList<string> Names { get; init; }

    [Description("First session that estimates read. Default: the folder's first.")]
    public DateOnly? From { get; init; }

    [Description("Last session. Default: the folder's last.")]
    public DateOnly? Through { get; init; }
}

/// <summary>How the equation is solved.</summary>
public enum PolicySolver
{
    /// <summary>Kim and Omberg's.</summary>
    ClosedForm,

    /// <summary>A network fitted to the equation over the estimates' domain.</summary>
    Network,
}

/// <summary>The investor, and the solution.</summary>
public sealed record PolicySolution
{
    public PolicySolver Solver { get; init; }

    [Description("γ, at least 1.")]
    public double RiskAversion { get; init; } = 5;

    [Description("Years from the first traded session to the horizon.")]
    public double HorizonYears { get; init; } = 10;

    [Description("How far the domain reaches beyond the estimates so far, on either side, as a multiple of their spread.")]
    public double Margin { get; init; } = 0.5;

    [Description("Points of a network's step.")]
    public int Points { get; init; } = 4000;

    [Description("tanh units of each layer of a network.")]
    public IReadOnlyList<int> HiddenLayers { get; init; } = [32, 32];

    [Description("Steps of Adam, first.")]
    public int AdamSteps { get; init; } = 1000;

    [Description("Steps of Gauss and Newton, after those.")]
    public int GaussNewtonSteps { get; init; } = 300;
}

/// <summary>How a market's Sharpe ratios are estimated; as HjbPolicy does while it trades.</summary>
public sealed record PolicyEstimation
{
    [Description("Sessions over which the predictor looks back.")]
    public int PredictorWindow { get; init; } = 504;

    [Description("Sessions of the covariance.")]
    public int MomentsWindow { get; init; } = 252;

    [Description("Months of the predictor that there must be at the first roll.")]
    public int MinimumSteps { get; init; } = 24;

    [Description("Whether the regression's biases are corrected.")]
    public bool BiasCorrection { get; init; } = true;
}

/// <summary>When it is solved anew.</summary>
public sealed record PolicyWalkForward
{
    [Description("First session that is traded.")]
    public required DateOnly From { get; init; }

    public required RetrainConfig Retrain { get; init; }

    [Description("Largest population stability index of an asset's daily returns, the newest block against those before, at which a new policy takes over; none where absent.")]
    public double? MostPsi { get; init; }

    [Description("How often a step may fail before the run does, at least 1.")]
    public int Attempts { get; init; } = 3;

    [Description("Folder of the solutions, tables and reports.")]
    public required string Output { get; init; }
}
