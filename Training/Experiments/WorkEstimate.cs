namespace LeanDeep.Training.Experiments;

/// <summary>What epochs cost: from their steps and shape until rates have been measured, then from those.</summary>
/// <remarks>Safe for use from several threads.</remarks>
internal sealed class WorkEstimate
{
    // Of the fused backend on one core; only their ratio matters once anything has been measured.
    private const double SecondsPerStep = 1.5e-6, SecondsPerParameterAndRow = 8e-11;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (double Seconds, double Units)> _measured = [];
    private double _seconds, _units;

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
            var (s, u) = _measured.GetValueOrDefault(configuration.Name);
            _measured[configuration.Name] = (s + seconds, u + units);
            _seconds += seconds;
            _units += units;
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
}
