using LeanDeep.Training.Allocators.Configuration;
using LeanDeep.Training.Data.Windows;
using TorchSharp;

namespace LeanDeep.Training.Allocators.Study;

/// <summary>A config's samples: those that teach, those that stop, and the decisions of the test.</summary>
internal sealed class StudyWindows : IDisposable
{
    /// <exception cref="InvalidDataException">A part has no samples.</exception>
    public StudyWindows(AllocatorConfig config, ReturnSeries returns)
    {
        var (window, dates) = (config.Window, config.Dates);
        Dataset = Windows(returns, new WindowOptions(window.Lookback, window.Horizon, window.Gap), torch.ScalarType.Float32);
        Decisions = Windows(returns, new WindowOptions(window.Lookback, 1), torch.ScalarType.Float64);
        Training = Dataset.SamplesWithin(dates.From, dates.TrainThrough);
        Stopping = Dataset.SamplesWithin(dates.TrainThrough.AddDays(1), dates.StopThrough);
        Test = Decisions.SamplesWithin(dates.StopThrough.AddDays(1), dates.TestThrough);
        Require(Training, "trainThrough", $"decisions with outcomes up to {dates.TrainThrough:yyyy-MM-dd}");
        Require(Stopping, "stopThrough", $"decisions after {dates.TrainThrough:yyyy-MM-dd} with outcomes up to {dates.StopThrough:yyyy-MM-dd}");
        Require(Test, "testThrough", $"decisions after {dates.StopThrough:yyyy-MM-dd}");
    }

    /// <summary>With outcomes over the horizon, float32.</summary>
    public WindowDataset Dataset { get; }

    /// <summary>The same decisions with the next session's outcome alone, float64.</summary>
    public WindowDataset Decisions { get; }

    public IReadOnlyList<int> Training { get; }
    public IReadOnlyList<int> Stopping { get; }

    /// <summary>Of <see cref="Decisions"/>.</summary>
    public IReadOnlyList<int> Test { get; }

    public void Dispose()
    {
        Dataset.Dispose();
        Decisions.Dispose();
    }

    private static WindowDataset Windows(ReturnSeries returns, WindowOptions options, torch.ScalarType type)
    {
        try
        {
            return new WindowDataset(returns, options, type);
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException($"window: {error.Message}", error);
        }
    }

    private static void Require(IReadOnlyList<int> samples, string where, string expected)
    {
        if (samples.Count == 0)
            throw new InvalidDataException($"dates.{where}: expected {expected}, found none");
    }
}
