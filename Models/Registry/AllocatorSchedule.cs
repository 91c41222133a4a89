using LeanDeep.Models.Inference;

namespace LeanDeep.Models.Registry;

/// <summary>The allocators of one name, by date: all of the same assets, channels and lookback; their constraint sets may differ.</summary>
public sealed class AllocatorSchedule : ModelSchedule<AllocatorModel>
{
    private AllocatorSchedule(
        Func<IEnumerable<string>> keys, Func<string, byte[]> read, string name, DateOnly firstTradingDate, bool allowInSample, Func<ModelBundle, AllocatorModel> open)
        : base(keys, read, name, firstTradingDate, allowInSample, open)
    {
    }

    /// <summary>Opens the newest bundle that may trade on the first date.</summary>
    /// <param name="keys">Gives all keys of the object store.</param>
    /// <param name="read">Key → bytes.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="firstTradingDate">The first date on which weights are used.</param>
    /// <param name="allowInSample">Stay with the newest bundle whatever it has seen, and never refuse a date. For diagnosis: such results say nothing about the future.</param>
    /// <param name="device">Where the graph computes.</param>
    /// <exception cref="InvalidDataException">No bundle of that name, none old enough, or one that does not fit: says where, what was expected, what was found.</exception>
    public static AllocatorSchedule Open(
        Func<IEnumerable<string>> keys, Func<string, byte[]> read, string name, DateOnly firstTradingDate, bool allowInSample = false, ComputeDevice device = ComputeDevice.Cpu)
    {
        ModelManifest? first = null;
        return new AllocatorSchedule(keys, read, name, firstTradingDate, allowInSample, Next);

        AllocatorModel Next(ModelBundle bundle)
        {
            first ??= bundle.Manifest;
            Require(bundle, "universe", first.Universe.Names.SequenceEqual(bundle.Manifest.Universe.Names), first);
            Require(bundle, "features", first.FeatureHash == bundle.Manifest.FeatureHash, first);
            Require(bundle, "lookback", first.Lookback == bundle.Manifest.Lookback, first);
            return AllocatorModel.Load(bundle, allowInSample, device);
        }
    }

    private static void Require(ModelBundle bundle, string field, bool same, ModelManifest first)
    {
        if (!same)
            throw new InvalidDataException(FormattableString.Invariant(
                $"{bundle.Path}/{ModelBundle.ManifestFile}: {field}: expected that of the bundle through {first.TrainedThrough:yyyy-MM-dd} before it, found another"));
    }
}
