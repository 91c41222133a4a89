using System.CommandLine;
using LeanDeep.Training.Feedforward;
using LeanDeep.Training.Loop;
using LeanDeep.Training.Samples;

namespace LeanDeep.Cli;

/// <summary><c>leandeep sample NAME</c>: small lessons.</summary>
internal static class SampleVerb
{
    public static Command Create(TextWriter output, TextWriter error) => new("sample", "small lessons") { Circles(output, error) };

    private static Command Circles(TextWriter output, TextWriter error)
    {
        var seed = new Option<long>("--seed") { Description = "of points and weights", DefaultValueFactory = _ => 1 };
        var backend = TrainVerb.Backend();
        var command = new Command("circles", "points on two circles told apart by 17 parameters") { seed, backend, Report.Json };
        command.SetAction(parsed =>
        {
            var report = new Report(parsed, output, error);
            var progress = Report.On<EpochRecord>(epoch => report.Progress("training", $"epoch {epoch.Epoch}, loss {Report.Number(epoch.Loss, "0.0000")}"));
            var result = TwoCircles.Run(parsed.GetValue(backend), parsed.GetValue(seed), progress);
            report.Result(
                new { parameters = result.Network.Count, result.GradientError, result.Loss, result.Accuracy, result.Network.Layers },
                [
                    ("parameters", Report.Count(result.Network.Count)),
                    ("gradient", $"within {result.GradientError:0.0e0} of finite differences"),
                    ("loss", Report.Number(result.Loss, "0.0000")),
                    ("accuracy", $"{Report.Number(100 * result.Accuracy, "0.00")} % of points not trained on"),
                ]);
            return 0;
        });
        return command;
    }
}
