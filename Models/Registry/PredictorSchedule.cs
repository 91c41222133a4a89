using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;

namespace LeanDeep.Models.Registry;

/// <summary>The return predictors of one name, by date.</summary>
public sealed class PredictorSchedule : ModelSchedule<ReturnPredictor>
{
    private PredictorSchedule(
        Func<IEnumerable<string>> keys, Func<string, byte[]> read, string name, FeatureSet features, DateOnly firstTradingDate, bool allowInSample, ComputeDevice device)
        : base(keys, read, name, firstTradingDate, allowInSample, bundle => ReturnPredictor.Load(bundle, features, allowInSample, device))
    {
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
        bool allowInSample = false, ComputeDevice device = ComputeDevice.Cpu) =>
        new(keys, read, name, features, firstTradingDate, allowInSample, device);
}
