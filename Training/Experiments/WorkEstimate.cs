using System.Diagnostics;
using System.Text.Json;

namespace LeanDeep.Training.Experiments;

/// <summary>What epochs cost: from their steps and shape until rates have been measured, then from those. What is measured is kept in a file, so that a
/// later run, or one that only asks how far it is, knows it.</summary>
/// <remarks>Safe for use from several threads.</remarks>
internal sealed class WorkEstimate
{
    // Of the fused backend on one core; only their ratio matters once anything has been measured.
    private const double SecondsPerStep = 1.5e-6, SecondsPerParameterAndRow = 8e-11;

    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly string? _path;
    private readonly string _computer;
    private readonly Dictionary<string, Pace> _measured;
    private double _seconds, _units;
    private long _written;

    private sealed record Pace(double Seconds, double Units);

    private sealed record Measured(string Computer, Dictionary<string, Pace> Configurations);

    /// <param name="path">File to go on from and to keep; null for none.</param>
    /// <param name="computer">What computes: the pace of another is none.</param>
    public WorkEstimate(string? path = null, string computer = "")
    {
        (_path, _computer, _measured) = (path, computer, Read(path, computer));
        foreach (var pace in _measured.Values)
            (_seconds, _units) = (_seconds + pace.Seconds, _units + pace.Units);
    }

    /// <summary>Whether anything has been measured.</summary>
    public bool Known => _units > 0;

    /// <summary>Prior cost of an epoch, seconds.</summary>
    public static double Units(ModelConfiguration configuration, int features, int rows)
    {
        double parameters = 0;
        foreach (var (inputs, units, pieces) in configuration.Network.Shape(features))
            parameters += (inputs + 1.0) * units * pieces;
        return Math.Ceiling((double)rows / configuration.Trainer.BatchSize) * SecondsPerStep + rows * parameters * SecondsPerParameterAndRow;
    }

    /// <summary>An epoch took so long.</summary>
    public void Add(ModelConfiguration configuration, double units, double seconds)
    {
        lock (_lock)
        {
            var pace = _measured.GetValueOrDefault(configuration.Name) ?? new Pace(0, 0);
            _measured[configuration.Name] = new Pace(pace.Seconds + seconds, pace.Units + units);
            _seconds += seconds;
            _units += units;
            if (_written == 0 || Stopwatch.GetElapsedTime(_written) > BetweenWrites)
                Write();
        }
    }

    /// <summary>Seconds that an epoch of so many units will take.</summary>
    public double Seconds(ModelConfiguration configuration, double units)
    {
        lock (_lock)
            return _measured.TryGetValue(configuration.Name, out var own) ? units * own.Seconds / own.Units
                : _units > 0 ? units * _seconds / _units
                : units;
    }

    private void Write()
    {
        _written = Stopwatch.GetTimestamp();
        try
        {
            if (_path != null)
                AtomicFile.Write(_path, stream => JsonSerializer.Serialize(stream, new Measured(_computer, _measured)));
        }
        catch (IOException)
        {
            // No result depends on it; a disk that is full is told by the next epoch's record.
        }
    }

    // Only an estimate: what cannot be read counts as not measured.
    private static Dictionary<string, Pace> Read(string? path, string computer)
    {
        try
        {
            if (path != null && File.Exists(path) && JsonSerializer.Deserialize<Measured>(File.ReadAllBytes(path)) is { } known && known.Computer == computer)
                return known.Configurations;
        }
        catch (JsonException)
        {
        }
        return [];
    }
}
