using LeanDeep.Models.Features;

namespace LeanDeep.Models.Inference;

/// <summary>The bundles of one model in the order of their dates: on each date the newest that has seen nothing of that date predicts.</summary>
/// <remarks>A bundle is read when its turn comes, so what later ones hold, or whether there are any, changes nothing before. Not safe for use from several
/// threads.</remarks>
public sealed class PredictorSchedule : IDisposable
{
    private readonly Func<IEnumerable<string>> _keys;
    private readonly Func<string, byte[]> _read;
    private readonly string _name;
    private readonly FeatureSet _features;
    private readonly bool _pinned;
    private readonly ComputeDevice _device;
    private IReadOnlyList<DateOnly> _dates;

    private PredictorSchedule(
        Func<IEnumerable<string>> keys, Func<string, byte[]> read, string name, FeatureSet features, DateOnly firstTradingDate, bool allowInSample, ComputeDevice device)
    {
        (_keys, _read, _name, _features, _pinned, _device) = (keys, read, name, features, allowInSample, device);
        List<string> known = [.. keys()];
        _dates = ModelBundle.Dates(known, name);
        Current = ReturnPredictor.Load(known, read, name, features, firstTradingDate, allowInSample, device);
    }

    /// <summary>Opens the newest bundle that may trade on the first date.</summary>
    /// <param name="keys">Gives all keys of the object store.</param>
    /// <param name="read">Key → bytes.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="features">The features that the caller will compute; must be those of every bundle, in the same order.</param>
    /// <param name="firstTradingDate">The first date on which predictions are used.</param>
    /// <param name="allowInSample">Stay with the newest bundle whatever it has seen, and never refuse a date. For diagnosis: such results say nothing about the future.</param>
    /// <param name="device">Where to compute.</param>
    /// <exception cref="InvalidDataException">No bundle of that name, none old enough, or one that does not fit: says where, what was expected, what was found.</exception>
    public static PredictorSchedule Open(
        Func<IEnumerable<string>> keys, Func<string, byte[]> read, string name, FeatureSet features, DateOnly firstTradingDate,
        bool allowInSample = false, ComputeDevice device = ComputeDevice.Cpu)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new PredictorSchedule(keys, read, name, features, firstTradingDate, allowInSample, device);
    }

    /// <summary>The model that predicts on the date of the last move.</summary>
    public ReturnPredictor Current { get; private set; }

    /// <summary>Looks for bundles that have come since; needed where models are trained while this one trades.</summary>
    public void Refresh() => _dates = ModelBundle.Dates(_keys(), _name);

    /// <summary>Makes the newest bundle whose <see cref="ModelManifest.TrainedThrough"/> lies before a date the current one.</summary>
    /// <param name="tradingDate">Not before that of an earlier move.</param>
    /// <returns>Whether another bundle than before is the current one.</returns>
    /// <exception cref="InvalidDataException">The next bundle does not fit: says where, what was expected, what was found.</exception>
    public bool MoveTo(DateOnly tradingDate)
    {
        if (_pinned)
            return false;
        var newest = Current.Manifest.TrainedThrough;
        for (var i = _dates.Count - 1; i >= 0 && _dates[i] > newest; i--)
            if (_dates[i] < tradingDate)
                newest = _dates[i];
        if (newest == Current.Manifest.TrainedThrough)
            return false;
        var next = ReturnPredictor.Load(ModelBundle.Read(_read, _name, newest), _features, allowInSample: false, _device);
        Current.Dispose();
        Current = next;
        return true;
    }

    public void Dispose() => Current.Dispose();
}
