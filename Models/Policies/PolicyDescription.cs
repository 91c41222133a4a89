using System.Globalization;

namespace LeanDeep.Models.Policies;

/// <summary>A column of a policy's input and the range in which the solution holds.</summary>
/// <param name="Name">As the problem calls it.</param>
/// <param name="Quantity">What it holds.</param>
/// <param name="Lower">Least value of the domain.</param>
/// <param name="Upper">Greatest, above <paramref name="Lower"/>.</param>
public sealed record PolicyInput(string Name, PolicyQuantity Quantity, double Lower, double Upper);

/// <summary>What a manifest says of a policy: the problem solved, its domain, its preferences.</summary>
public sealed record PolicyDescription
{
    /// <summary>Name of the problem, as the solvers call it.</summary>
    public required string Problem { get; init; }

    public required SolutionMethod Method { get; init; }

    /// <summary>Columns of the graph's input, in order.</summary>
    public required IReadOnlyList<PolicyInput> Inputs { get; init; }

    /// <summary>How many policies the graph gives; 1 for a graph that is applied to each of several independent shocks.</summary>
    public required int Outputs { get; init; }

    public required PolicyUnit Unit { get; init; }

    /// <summary>γ; null where it is an input.</summary>
    public double? RiskAversion { get; init; }

    /// <summary>ψ, the elasticity of intertemporal substitution; null for utility of wealth at a horizon.</summary>
    public double? Substitution { get; init; }

    /// <summary>Rate of time preference a year; null for utility of wealth at a horizon.</summary>
    public double? TimePreference { get; init; }

    /// <summary>Years to go; null where it is an input, or for ever.</summary>
    public double? Horizon { get; init; }

    /// <summary>Parameters of the problem that are no inputs.</summary>
    public required IReadOnlyDictionary<string, double> Parameters { get; init; }

    /// <summary>Columns that are states of the value function: Sharpe ratios and <see cref="PolicyQuantity.State"/>.</summary>
    public int States()
    {
        var count = 0;
        foreach (var input in Inputs)
            if (IsState(input.Quantity)) count++;
        return count;
    }

    internal static bool IsState(PolicyQuantity quantity) => quantity is PolicyQuantity.SharpeRatio or PolicyQuantity.StandardSharpeRatio or PolicyQuantity.State;

    /// <summary>The first contradiction, or null.</summary>
    internal (string Field, string Expected, string Found)? Misfit()
    {
        if (Inputs.Count == 0) return ("inputs", "at least one", "none");
        for (var i = 0; i < Inputs.Count; i++)
        {
            var input = Inputs[i];
            if (!double.IsFinite(input.Lower) || !double.IsFinite(input.Upper) || input.Lower >= input.Upper)
                return ($"inputs[{i}]", $"a finite range of {input.Name} with lower < upper", $"{Text(input.Lower)} and {Text(input.Upper)}");
            if (input.Quantity is not (PolicyQuantity.SharpeRatio or PolicyQuantity.State) && Inputs.Count(other => other.Quantity == input.Quantity) > 1)
                return ($"inputs[{i}]", $"one {input.Quantity}", "several");
        }
        if (Outputs < 1) return ("outputs", "at least 1", Text(Outputs));
        var free = Inputs.Any(input => input.Quantity == PolicyQuantity.RiskAversion);
        if (Unit == PolicyUnit.Exposures && free == RiskAversion.HasValue) return ("riskAversion", free ? "none, as it is an input" : "a number, as it is no input", RiskAversion is { } g ? Text(g) : "none");
        if (RiskAversion is { } given && !(given > 0 && double.IsFinite(given))) return ("riskAversion", "a positive number", Text(given));
        return null;

        static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
    }
}
