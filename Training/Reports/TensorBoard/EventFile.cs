using Google.Protobuf;
using LeanDeep.Training.Reports.TensorBoard.Format;

namespace LeanDeep.Training.Reports.TensorBoard;

/// <summary>A file of events that TensorBoard draws: figures and histograms by tag and step, one record after the other.</summary>
/// <remarks>Each record is written in one piece, so that a kill leaves at most one torn record, at the end, which TensorBoard passes over.</remarks>
public sealed class EventFile : IDisposable
{
    private readonly Stream _stream;

    /// <summary>Begins a file with the record that states its version.</summary>
    /// <param name="stream">Empty; closed with this.</param>
    /// <param name="created">Wall time of the first record.</param>
    public EventFile(Stream stream, DateTimeOffset created)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _stream = stream;
        Append(new Event { WallTime = Seconds(created), FileVersion = "brain.Event:2" });
    }

    /// <summary>A new file in a run's folder, which is made where absent.</summary>
    /// <param name="folder">One run in TensorBoard's list.</param>
    /// <param name="created">Wall time of the first record.</param>
    /// <param name="host">Name of the machine, for the file's name.</param>
    /// <param name="suffix">Tells files of one second apart.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static EventFile Create(string folder, DateTimeOffset created, string host, string suffix)
    {
        Directory.CreateDirectory(folder);
        return new EventFile(new FileStream(Path.Combine(folder, Name(created, host, suffix)), FileMode.CreateNew, FileAccess.Write, FileShare.Read), created);
    }

    /// <summary><c>events.out.tfevents.SECONDS.HOST.SUFFIX</c>, by which TensorBoard knows its files.</summary>
    public static string Name(DateTimeOffset created, string host, string suffix) => $"events.out.tfevents.{created.ToUnixTimeSeconds():0000000000}.{host}.{suffix}";

    /// <summary>Adds a figure.</summary>
    /// <param name="tag">Name of its chart; the part before a slash groups charts.</param>
    /// <param name="step">For example the epoch.</param>
    /// <param name="value">Written as float32; may be NaN.</param>
    /// <param name="time">Wall time.</param>
    public void Scalar(string tag, long step, double value, DateTimeOffset time) =>
        Append(step, time, new Summary.Types.Value { Tag = tag, SimpleValue = (float)value });

    /// <summary>Adds the distribution of values.</summary>
    /// <param name="tag">Name of its chart.</param>
    /// <param name="step">For example the epoch.</param>
    /// <param name="values">At least one of them finite; others are left out.</param>
    /// <param name="time">Wall time.</param>
    /// <exception cref="ArgumentException">No finite value.</exception>
    public void Histogram(string tag, long step, ReadOnlySpan<float> values, DateTimeOffset time) =>
        Append(step, time, new Summary.Types.Value { Tag = tag, Histo = ValueHistogram.Of(values) });

    /// <summary>Brings all records to the disk.</summary>
    public void Flush()
    {
        if (_stream is FileStream file)
            file.Flush(flushToDisk: true);
        else
            _stream.Flush();
    }

    public void Dispose() => _stream.Dispose();

    private void Append(long step, DateTimeOffset time, Summary.Types.Value value) =>
        Append(new Event { WallTime = Seconds(time), Step = step, Summary = new Summary { Value = { value } } });

    private void Append(Event entry) => _stream.Write(RecordFrame.Around(entry.ToByteArray()));

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;
}
