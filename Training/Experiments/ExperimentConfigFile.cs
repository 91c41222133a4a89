using LeanDeep.Training.Configuration;

namespace LeanDeep.Training.Experiments;

/// <summary>Reads experiments' config files and writes their JSON schema.</summary>
public static class ExperimentConfigFile
{
    /// <exception cref="InvalidDataException">Not JSON, a key that is unknown or missing, or a value of another type: says where, what
    /// was expected and what was found.</exception>
    /// <exception cref="ArgumentException">A value lies outside its range.</exception>
    public static ExperimentConfig Read(string path)
    {
        var config = ConfigJson.Read<ExperimentConfig>(File.ReadAllBytes(path), path);
        ExperimentConfigCheck.Check(config, path);
        return config;
    }

    /// <summary>The config as canonical JSON.</summary>
    public static byte[] Write(ExperimentConfig config) => ConfigJson.Write(config);

    /// <summary>The JSON schema that editors use, from the records themselves.</summary>
    public static string Schema() => ConfigJson.Schema<ExperimentConfig>("LeanDeep experiment");
}
