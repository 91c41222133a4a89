using System.Text.Json;
using LeanDeep.Training.Losses;

namespace LeanDeep.Tests.Training.Losses;

/// <summary>The losses that Tests/Golden/deepdow_losses.json names.</summary>
internal static class LossCases
{
    public const string File = "deepdow_losses.json";

    /// <summary>Losses whose gradient in the direction that changes Σw is a matter of what the rest of the weights earns.</summary>
    public static bool ReadsReturns(string loss) => loss is not ("LargestWeight" or "SquaredWeights" or "Softmax" or "RiskParity");

    public static AllocationLoss Create(JsonElement json)
    {
        if (json.Find("expression") is { } expression)
            return Expression(expression.GetString()!);
        var args = json.GetProperty("args");
        double Number(string name, double otherwise) => args.Find(name)?.GetDouble() ?? otherwise;
        ReturnKind Kind(string name, ReturnKind otherwise) => args.Find(name) is { } kind ? kind.GetString() == "log" ? ReturnKind.Log : ReturnKind.Simple : otherwise;
        var convention = new ReturnConvention
        {
            Channel = (int)Number("returns_channel", 0),
            Input = Kind("input_type", ReturnKind.Log),
            Output = Kind("output_type", ReturnKind.Simple),
        };
        return json.Text("loss") switch
        {
            "Alpha" => new AlphaLoss(args.Find("benchmark_weights") is { } benchmark ? GoldenTensors.Data(benchmark) : null, convention),
            "CumulativeReturn" => new CumulativeReturnLoss(convention),
            "DownsideRisk" => new DownsideRiskLoss(Number("beta", 2), convention),
            "LargestWeight" => new LargestWeightLoss(),
            "MaximumDrawdown" => new MaximumDrawdownLoss(convention),
            "MeanReturns" => new MeanReturnLoss(convention),
            "Quantile" => new QuantileLoss(Number("q", 0.1), convention),
            "RiskParity" => new RiskParityLoss(convention.Channel),
            "SharpeRatio" => new SharpeRatioLoss(Number("rf", 0), Number("eps", 1e-4), convention),
            "Softmax" => new SoftmaxTargetLoss(convention.Channel),
            "SortinoRatio" => new SortinoRatioLoss(Number("rf", 0), Number("eps", 1e-4), convention),
            "SquaredWeights" => new SquaredWeightsLoss(),
            "StandardDeviation" => new StandardDeviationLoss(convention),
            "TargetMeanReturn" => new TargetMeanReturnLoss(Number("target", 0.01), Number("p", 2), convention),
            "TargetStandardDeviation" => new TargetStandardDeviationLoss(Number("target", 0.01), Number("p", 2), convention),
            "WorstReturn" => new WorstReturnLoss(convention),
            var other => throw new InvalidDataException($"loss {other} is not expected"),
        };
    }

    private static AllocationLoss Expression(string text) => text switch
    {
        "MeanReturns() + 2 * StandardDeviation()" => new MeanReturnLoss() + 2 * new StandardDeviationLoss(),
        "SharpeRatio() * SquaredWeights()" => new SharpeRatioLoss() * new SquaredWeightsLoss(),
        "(WorstReturn() ** 2) / StandardDeviation()" => new WorstReturnLoss().Power(2) / new StandardDeviationLoss(),
        "3 + MeanReturns() / 4" => 3 + new MeanReturnLoss() / 4,
        "LargestWeight() ** 0.5 + SquaredWeights() ** 2" => new LargestWeightLoss().Power(0.5) + new SquaredWeightsLoss().Power(2),
        _ => throw new InvalidDataException($"expression {text} is not expected"),
    };
}
