using LeanDeep.Models.Inference;
using LeanDeep.Models.Policies;

namespace LeanDeep.Models.Registry;

/// <summary>The solved policies of one name, by date: all of the same universe and of the same inputs; what was calibrated may differ.</summary>
public sealed class PolicySchedule : ModelSchedule<SharpePolicy>
{
    private PolicySchedule(
        Func<IEnumerable<string>> keys, Func<string, byte[]> read, string name, DateOnly firstTradingDate, bool allowInSample, Func<ModelBundle, SharpePolicy> open)
        : base(keys, read, name, firstTradingDate, allowInSample, open)
    {
    }

    /// <summary>Opens the newest bundle that may trade on the first date.</summary>
    /// <param name="keys">Gives all keys of the object store.</param>
    /// <param name="read">Key → bytes.</param>
    /// <param name="name">Name of the policy.</param>
    /// <param name="assets">Assets of the market.</param>
    /// <param name="leverageCap">Greatest Σ|weights|, positive; infinite for none.</param>
    /// <param name="firstTradingDate">The first date on which it decides.</param>
    /// <param name="allowInSample">Stay with the newest bundle whatever its calibration has seen, and never refuse a date. For diagnosis.</param>
    /// <exception cref="InvalidDataException">No bundle of that name, none old enough, or one that does not fit: says where, what was expected, what was found.</exception>
    public static PolicySchedule Open(
        Func<IEnumerable<string>> keys, Func<string, byte[]> read, string name, int assets, double leverageCap, DateOnly firstTradingDate, bool allowInSample = false)
    {
        ModelManifest? first = null;
        return new PolicySchedule(keys, read, name, firstTradingDate, allowInSample, Next);

        SharpePolicy Next(ModelBundle bundle)
        {
            var policy = SharpePolicy.Open(bundle, assets, leverageCap, allowInSample);
            first ??= bundle.Manifest;
            var (was, now) = (first.Policy!, bundle.Manifest.Policy!);
            if (first.Universe.Names.SequenceEqual(bundle.Manifest.Universe.Names) && was.Problem == now.Problem && was.Inputs.Select(input => input.Name).SequenceEqual(now.Inputs.Select(input => input.Name)))
                return policy;
            policy.Dispose();
            throw new InvalidDataException(FormattableString.Invariant(
                $"{bundle.Path}/{ModelBundle.ManifestFile}: expected the universe, problem and inputs of the bundle through {first.TrainedThrough:yyyy-MM-dd} before it, found others"));
        }
    }
}
