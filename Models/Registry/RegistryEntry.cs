using LeanDeep.Models.Inference;

namespace LeanDeep.Models.Registry;

/// <summary>Whether a bundle may trade.</summary>
public enum BundleState
{
    /// <summary>Among those of which the newest trades.</summary>
    Promoted,

    /// <summary>Kept aside: refused at its roll, or rolled back.</summary>
    Candidate,
}

/// <summary>A bundle that a registry knows.</summary>
/// <param name="Name">Of the model.</param>
/// <param name="TrainedThrough">Its date.</param>
/// <param name="State">Whether it may trade.</param>
/// <param name="Store">Root of the object store that holds it.</param>
public sealed record RegistryEntry(string Name, DateOnly TrainedThrough, BundleState State, string Store)
{
    /// <summary>Reads it whole.</summary>
    /// <exception cref="InvalidDataException">It is damaged: says where, what was expected, what was found.</exception>
    public ModelBundle Read() => ModelBundle.Read(Store, Name, TrainedThrough);

    /// <summary>Reads its manifest alone.</summary>
    /// <exception cref="InvalidDataException">It is damaged: says where, what was expected, what was found.</exception>
    public ModelManifest ReadManifest()
    {
        var path = Path.Combine(Store, ModelBundle.ManifestKey(Name, TrainedThrough));
        return ModelManifest.FromJson(File.ReadAllBytes(path), path);
    }
}
