using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace LeanDeep.Training.Experiments;

/// <summary>What one training was after each of its epochs: a file that only grows, one record of fixed length an epoch.</summary>
/// <remarks>Header: magic, key, numbers of predictions and days, length of a state. Record: number of the epoch, mean loss, state (parameters and
/// moments: the checkpoint), predictions of the test rows as float32, daily correlations as float64, and the first 8 bytes of the SHA-256 of the
/// key and the record. A record that a kill, a full disk or a fault left incomplete or changed does not fit its sum: opening for
/// training cuts the file there, and the epochs from it on are trained again, to the same bits.</remarks>
public sealed class EpochFile : IDisposable
{
    private const int SumLength = 8;

    private static ReadOnlySpan<byte> Magic => "LDEPOCH1"u8;

    private readonly FileStream _file;
    private readonly byte[] _key;
    private readonly byte[] _record;
    private readonly int _headerLength;

    private EpochFile(FileStream file, byte[] header, byte[] key, int predictions, int days, int state)
    {
        (_file, _headerLength, _key) = (file, header.Length, key);
        (PredictionCount, DayCount, StateLength) = (predictions, days, state);
        _record = new byte[sizeof(int) + sizeof(double) + state + predictions * sizeof(float) + days * sizeof(double) + SumLength];
    }

    /// <summary>Whole records, from epoch 1 on.</summary>
    public int Epochs { get; private set; }

    public int PredictionCount { get; }
    public int DayCount { get; }
    public int StateLength { get; }

    /// <summary>What was cut off on opening, in words; null where nothing was.</summary>
    public string? Damage { get; private set; }

    /// <summary>Opens a file to read and to append, or makes it.</summary>
    /// <param name="path">File; its folder must exist.</param>
    /// <param name="key">Hash of all that the training depends on.</param>
    /// <param name="predictions">Test rows.</param>
    /// <param name="days">Test sessions that have rows.</param>
    /// <param name="state">Bytes of a state.</param>
    /// <exception cref="IOException">Another run has it open, or it cannot be written.</exception>
    public static EpochFile Open(string path, string key, int predictions, int days, int state)
    {
        var keyBytes = Encoding.ASCII.GetBytes(key);
        byte[] header = [.. Magic, .. keyBytes, .. BitConverter.GetBytes(predictions), .. BitConverter.GetBytes(days), .. BitConverter.GetBytes(state)];
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            var opened = new EpochFile(file, header, keyBytes, predictions, days, state);
            opened.Recover(path, header);
            return opened;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that a run has made, to read; its records are taken as they are.</summary>
    /// <param name="path">File.</param>
    /// <param name="key">Hash of all that the training depends on.</param>
    /// <exception cref="InvalidDataException">The file was written for another key.</exception>
    /// <exception cref="IOException">It is not there, or cannot be read.</exception>
    public static EpochFile Reread(string path, string key)
    {
        var keyBytes = Encoding.ASCII.GetBytes(key);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        try
        {
            var header = new byte[Magic.Length + keyBytes.Length + 3 * sizeof(int)];
            file.ReadExactly(header);
            if (!header.AsSpan().StartsWith([.. Magic, .. keyBytes]))
                throw new InvalidDataException($"{path}: expected the epochs of key {key}, found another header: delete the file to train again");
            var numbers = MemoryMarshal.Cast<byte, int>(header.AsSpan(Magic.Length + keyBytes.Length));
            var opened = new EpochFile(file, header, keyBytes, numbers[0], numbers[1], numbers[2]);
            opened.Epochs = (int)((file.Length - header.Length) / opened._record.Length);
            return opened;
        }
        catch (Exception error)
        {
            file.Dispose();
            if (error is EndOfStreamException)
                throw new InvalidDataException($"{path}: expected the epochs of key {key}, found no whole header: delete the file to train again", error);
            throw;
        }
    }

    /// <summary>Adds the next epoch.</summary>
    public void Append(double loss, ReadOnlySpan<byte> state, ReadOnlySpan<float> predictions, ReadOnlySpan<double> days)
    {
        if (state.Length != StateLength || predictions.Length != PredictionCount || days.Length != DayCount)
            throw new ArgumentException($"expected {StateLength} bytes, {PredictionCount} predictions and {DayCount} days, found {state.Length}, {predictions.Length} and {days.Length}");
        var rest = _record.AsSpan();
        MemoryMarshal.Write(rest, Epochs + 1);
        MemoryMarshal.Write(rest[sizeof(int)..], loss);
        state.CopyTo(rest = rest[(sizeof(int) + sizeof(double))..]);
        MemoryMarshal.AsBytes(predictions).CopyTo(rest = rest[StateLength..]);
        MemoryMarshal.AsBytes(days).CopyTo(rest = rest[(PredictionCount * sizeof(float))..]);
        Sum(_record.AsSpan(0, _record.Length - SumLength)).CopyTo(_record.AsSpan(_record.Length - SumLength));
        RandomAccess.Write(_file.SafeFileHandle, _record, Offset(Epochs + 1));
        Epochs++;
    }

    /// <param name="epoch">From 1.</param>
    /// <param name="predictions">(test rows).</param>
    public void ReadPredictions(int epoch, Span<float> predictions) =>
        ReadExactly(MemoryMarshal.AsBytes(predictions), Offset(epoch) + sizeof(int) + sizeof(double) + StateLength);

    /// <param name="epoch">From 1.</param>
    /// <returns>(test sessions).</returns>
    public double[] ReadDays(int epoch)
    {
        var days = new double[DayCount];
        ReadExactly(MemoryMarshal.AsBytes(days.AsSpan()), Offset(epoch + 1) - SumLength - DayCount * sizeof(double));
        return days;
    }

    /// <param name="epoch">From 1.</param>
    public double ReadLoss(int epoch)
    {
        var loss = 0.0;
        ReadExactly(MemoryMarshal.AsBytes(new Span<double>(ref loss)), Offset(epoch) + sizeof(int));
        return loss;
    }

    /// <param name="epoch">From 1.</param>
    public byte[] ReadState(int epoch)
    {
        var state = new byte[StateLength];
        ReadExactly(state, Offset(epoch) + sizeof(int) + sizeof(double));
        return state;
    }

    public void Dispose() => _file.Dispose();

    private long Offset(int epoch) => _headerLength + (epoch - 1L) * _record.Length;

    private void Recover(string path, byte[] header)
    {
        var length = RandomAccess.GetLength(_file.SafeFileHandle);
        if (length < header.Length)
        {
            _file.SetLength(0);
            RandomAccess.Write(_file.SafeFileHandle, header, 0);
            return;
        }
        var found = new byte[header.Length];
        ReadExactly(found, 0);
        if (!found.AsSpan().SequenceEqual(header))
            throw new InvalidDataException($"{path}: expected the epochs of key {Encoding.ASCII.GetString(_key)}, found another header: delete the file to train again");
        while (Offset(Epochs + 2) <= length && IsWhole(Epochs + 1))
            Epochs++;
        if (Offset(Epochs + 1) == length)
            return;
        Damage = $"{path}: the record of epoch {Epochs + 1} is not whole: training goes on from epoch {Epochs}";
        _file.SetLength(Offset(Epochs + 1));
    }

    private bool IsWhole(int epoch)
    {
        ReadExactly(_record, Offset(epoch));
        return MemoryMarshal.Read<int>(_record) == epoch
            && Sum(_record.AsSpan(0, _record.Length - SumLength)).SequenceEqual(_record.AsSpan(_record.Length - SumLength));
    }

    private ReadOnlySpan<byte> Sum(ReadOnlySpan<byte> record)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(_key);
        hash.AppendData(record);
        return hash.GetHashAndReset().AsSpan(0, SumLength);
    }

    private void ReadExactly(Span<byte> bytes, long offset)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(_file.SafeFileHandle, bytes, offset);
            if (read == 0)
                throw new EndOfStreamException($"{_file.Name}: expected {bytes.Length} more bytes at {offset}, found the end of the file");
            bytes = bytes[read..];
            offset += read;
        }
    }
}
