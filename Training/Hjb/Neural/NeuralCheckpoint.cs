using System.Security.Cryptography;
using System.Text;

namespace LeanDeep.Training.Hjb.Neural;

/// <summary>A fit on disk: parameters, optimiser, generator, points, window; a resumed fit goes on bit for bit.</summary>
public static class NeuralCheckpoint
{
    private const string Mark = "LeanDeep HJB checkpoint";
    private const int Version = 2;

    /// <summary>Writes to a temporary name and renames, so that a reader sees a whole checkpoint or the one before.</summary>
    public static void Save(NeuralTraining training, string path)
    {
        ArgumentNullException.ThrowIfNull(training);
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Mark);
            writer.Write(Version);
            writer.Write(Identity(training));
            training.Save(writer);
        }
        var bytes = memory.ToArray();
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}");
        using (var file = File.Create(temporary))
        {
            file.Write(bytes);
            file.Write(SHA256.HashData(bytes));
        }
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Puts a fit where the checkpoint was.</summary>
    /// <param name="training">New, of the same problem, options and seed.</param>
    /// <param name="path">Of the checkpoint.</param>
    /// <exception cref="InvalidDataException">No checkpoint, a damaged one, or of another version, problem, options or seed.</exception>
    public static void Restore(NeuralTraining training, string path)
    {
        ArgumentNullException.ThrowIfNull(training);
        var all = File.ReadAllBytes(path);
        var body = all.AsSpan(0, Math.Max(0, all.Length - SHA256.HashSizeInBytes));
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(all.AsSpan(body.Length)))
            throw new InvalidDataException($"{path}: expected a whole checkpoint, found a wrong hash");
        using var reader = new BinaryReader(new MemoryStream(all, 0, body.Length), Encoding.UTF8);
        Same(path, "mark", Mark, reader.ReadString());
        Same(path, "version", $"{Version}", $"{reader.ReadInt32()}");
        Same(path, "problem, options and seed", Identity(training), reader.ReadString());
        training.Restore(reader);
    }

    private static void Same(string path, string what, string expected, string found)
    {
        if (expected != found) throw new InvalidDataException($"{path}: {what}: expected {expected}, found {found}");
    }

    /// <summary>Name, seed and options in words, and a hash of what the equations give at fixed points, which differs where any parameter does.</summary>
    private static string Identity(NeuralTraining training)
    {
        var (system, o) = (training.System, training.Options);
        var generator = new UniformGenerator(17);
        var points = new double[16 * system.Network.Inputs.Count];
        for (var i = 0; i < points.Length; i++)
            points[i] = system.Network.Inputs[i % system.Network.Inputs.Count].Unscale(2 * generator.NextDouble() - 1);
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(";", system.Probe(points)))))[..16];
        return string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{training.Problem.Name} {hash} seed {training.Seed} layers {string.Join("-", o.HiddenLayers)} points {o.Points} {o.Distribution} {o.Precision} steps {o.AdamSteps}/{o.QuasiNewtonSteps}/{o.GaussNewtonSteps} rate {o.LearningRate} windows {o.Windows}×{o.WindowLength}/{o.WindowSteps} active {o.ActiveShare}/{o.ActiveQuantile} balanced {o.Balanced} skip {o.SkipTerms} start {o.StartInput} ends {string.Join("/", o.Ends)}:{o.EndShare}/{o.EndWeight} decay {o.InputDecay} change {o.ChangeTolerance}/{o.ChangePeriod} weights {string.Join("/", o.EquationWeights ?? [])}");
    }
}
