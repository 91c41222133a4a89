using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LeanDeep.Training.Data.Loading;

namespace LeanDeep.Training.Experiments;

/// <summary>What an experiment learns from: the rows, and what of the panel manifests tell.</summary>
/// <param name="Rows">Features and labels.</param>
/// <param name="Sectors">(names) sector codes, −1 where unknown.</param>
/// <param name="Key">Hash of all that the rows depend on.</param>
public sealed record ExperimentDataset(SupervisedDataset Rows, IReadOnlyList<int> Sectors, string Key);

/// <summary>Rows kept in one binary file, so that features are computed once.</summary>
/// <remarks>Magic, key, length of a JSON header, header, features, labels, sessions, names and label ends as they lie in memory
/// (little-endian), and the SHA-256 of all before it. Written beside and renamed.</remarks>
public static class DatasetFile
{
    private static ReadOnlySpan<byte> Magic => "LDROWS1\n"u8;

    private sealed record Header(
        IReadOnlyList<string> Features, IReadOnlyList<string> Names, IReadOnlyList<int> Sectors, IReadOnlyList<DateOnly> Sessions, int Horizon, RowCounts Counts);

    public static void Write(string path, ExperimentDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var rows = dataset.Rows;
        var header = JsonSerializer.SerializeToUtf8Bytes(new Header(rows.FeatureNames, rows.Names, dataset.Sectors, rows.Sessions, rows.Horizon, rows.Counts));
        AtomicFile.Write(path, stream =>
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            Append(Magic);
            Append(Encoding.ASCII.GetBytes(dataset.Key));
            Append(BitConverter.GetBytes(header.Length));
            Append(header);
            Append(MemoryMarshal.AsBytes(rows.Features.AsSpan()));
            Append(MemoryMarshal.AsBytes(rows.Labels.AsSpan()));
            Append(MemoryMarshal.AsBytes(rows.RowSessions.AsSpan()));
            Append(MemoryMarshal.AsBytes(rows.RowNames.AsSpan()));
            Append(MemoryMarshal.AsBytes(rows.LabelEndSessions.AsSpan()));
            stream.Write(hash.GetHashAndReset());

            void Append(ReadOnlySpan<byte> bytes)
            {
                hash.AppendData(bytes);
                stream.Write(bytes);
            }
        });
    }

    /// <summary>The rows of a file written for this key; null where there is no file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or was written for another key.</exception>
    public static ExperimentDataset? TryRead(string path, string key)
    {
        if (!File.Exists(path))
            return null;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            if (!Next(Magic.Length).AsSpan().SequenceEqual(Magic))
                throw new InvalidDataException($"{path}: expected a file of rows, found another kind");
            var found = Encoding.ASCII.GetString(Next(key.Length));
            if (found != key)
                throw new InvalidDataException($"{path}: expected rows of key {key}, found {found}");
            var header = JsonSerializer.Deserialize<Header>(Next(BitConverter.ToInt32(Next(sizeof(int)))))!;
            var count = header.Counts.Kept;
            var features = new float[count * header.Features.Count];
            var labels = new float[count];
            int[] sessions = new int[count], names = new int[count], ends = new int[count];
            Fill(MemoryMarshal.AsBytes(features.AsSpan()));
            Fill(MemoryMarshal.AsBytes(labels.AsSpan()));
            Fill(MemoryMarshal.AsBytes(sessions.AsSpan()));
            Fill(MemoryMarshal.AsBytes(names.AsSpan()));
            Fill(MemoryMarshal.AsBytes(ends.AsSpan()));
            var expected = hash.GetHashAndReset();
            var sum = new byte[expected.Length];
            stream.ReadExactly(sum);
            if (!sum.AsSpan().SequenceEqual(expected))
                throw new InvalidDataException($"{path}: expected SHA-256 {Convert.ToHexStringLower(expected)}, found {Convert.ToHexStringLower(sum)}: delete the file to compute it again");
            return new ExperimentDataset(
                new SupervisedDataset(header.Features, header.Names, header.Sessions, header.Horizon, header.Counts, features, labels, sessions, names, ends),
                header.Sectors, key);
        }
        catch (Exception damage) when (damage is EndOfStreamException or JsonException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"{path}: expected a whole file of rows, found a damaged one: delete it to compute it again", damage);
        }

        byte[] Next(int length)
        {
            if (length < 0 || length > stream.Length)
                throw new EndOfStreamException();
            var bytes = new byte[length];
            Fill(bytes);
            return bytes;
        }

        void Fill(Span<byte> bytes)
        {
            stream.ReadExactly(bytes);
            hash.AppendData(bytes);
        }
    }
}
