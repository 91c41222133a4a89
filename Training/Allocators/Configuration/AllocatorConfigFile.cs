using LeanDeep.Models.Portfolio;
using LeanDeep.Training.Configuration;

namespace LeanDeep.Training.Allocators.Configuration;

/// <summary>Reads allocators' config files and writes their JSON schema.</summary>
public static class AllocatorConfigFile
{
    /// <exception cref="InvalidDataException">Not JSON, a key that is unknown or missing, or a value of another type or outside its range: says where, what
    /// was expected and what was found.</exception>
    public static AllocatorConfig Read(string path)
    {
        var config = ConfigJson.Read<AllocatorConfig>(File.ReadAllBytes(path), path);
        AllocatorConfigCheck.Check(config, path);
        return config;
    }

    /// <summary>The config as canonical JSON.</summary>
    public static byte[] Write(AllocatorConfig config) => ConfigJson.Write(config);

    /// <summary>The JSON schema that editors use, from the records themselves.</summary>
    public static string Schema() => ConfigJson.Schema<AllocatorConfig>("LeanDeep allocator");

    /// <summary>The config's constraint set.</summary>
    /// <param name="config">The config.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    internal static ConstraintSet Constraints(AllocatorConfig config, string path) => ConstraintSetJson.Read(config.Constraints, $"{path}: constraints");
}
