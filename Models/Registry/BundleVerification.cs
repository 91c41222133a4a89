using LeanDeep.Models.Features;
using LeanDeep.Models.Inference;
using LeanDeep.Models.Policies;

namespace LeanDeep.Models.Registry;

/// <summary>Whether a bundle could trade: its manifest, the hash of its graph, and the graph opened as its kind.</summary>
public static class BundleVerification
{
    /// <returns>What is wrong, in words; null where nothing is.</returns>
    public static string? Fault(RegistryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        try
        {
            var bundle = entry.Read();
            using IDisposable model = bundle.Manifest.Kind switch
            {
                BundleKind.ReturnPredictor => ReturnPredictor.Load(bundle, FeatureSet.Chapter17),
                BundleKind.Allocator => AllocatorModel.Load(bundle),
                _ => PolicyModel.Load(bundle),
            };
            return null;
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }
}
