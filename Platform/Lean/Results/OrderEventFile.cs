using System.Runtime.ExceptionServices;
using QuantConnect.Orders;

namespace QuantConnect.Lean.Engine.Results;

/// <summary>The file of a run's order events, written while the run goes on. It appears whole, at the end, or not at all.</summary>
internal sealed class OrderEventFile : IDisposable
{
    private const int BatchSize = 1024;

    private readonly string _path, _temporary, _algorithmId;
    private readonly RunThreads _threads;
    private readonly JsonText _text = new();
    private List<OrderEvent> _batch = new(BatchSize);
    private Task _written = Task.CompletedTask;
    private FileStream _file;
    private Utf8TextWriter _writer;
    private ExceptionDispatchInfo _failure;

    /// <param name="path">The file; its folder is made with the first events.</param>
    /// <param name="threads">Who writes.</param>
    public OrderEventFile(string path, string algorithmId, RunThreads threads)
    {
        _path = path;
        _temporary = $"{path}.{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp";
        _algorithmId = algorithmId;
        _threads = threads;
        // An interrupted program leaves nothing behind.
        AppDomain.CurrentDomain.ProcessExit += DeleteTemporary;
    }

    public void Add(OrderEvent item)
    {
        _batch.Add(item);
        if (_batch.Count == BatchSize) Hand();
    }

    /// <summary>Puts the file in its place; without events there is none.</summary>
    /// <exception cref="IOException">It could not be written; the message names it.</exception>
    public void Complete()
    {
        if (_batch.Count > 0) Hand();
        _written.GetAwaiter().GetResult();
        _failure?.Throw();
        if (_writer == null) return;
        try
        {
            _writer.WriteBytes("]"u8);
            Close();
            File.Move(_temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ResultFiles.NotWritten(_path, e);
        }
    }

    public void Dispose()
    {
        _written.GetAwaiter().GetResult();
        // What a full disk has refused, it refuses again.
        _file?.Dispose();
        DeleteTemporary(null, null);
        AppDomain.CurrentDomain.ProcessExit -= DeleteTemporary;
    }

    private void Hand()
    {
        var batch = _batch;
        _batch = new List<OrderEvent>(BatchSize);
        _written = _threads.After(_written, () => Write(batch));
    }

    private void Write(List<OrderEvent> batch)
    {
        if (_failure != null) return;
        try
        {
            _text.Clear();
            if (_writer == null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(_path));
                _file = new FileStream(_temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 });
                _writer = new Utf8TextWriter(_file);
                _text.Raw("["u8);
            }
            else _text.Raw(","u8);
            for (var i = 0; i < batch.Count; i++)
            {
                if (i > 0) _text.Raw(","u8);
                OrderEventJson.Write(_text, batch[i], _algorithmId);
            }
            _writer.WriteBytes(_text.Bytes);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _failure = ExceptionDispatchInfo.Capture(e is IOException or UnauthorizedAccessException ? ResultFiles.NotWritten(_path, e) : e);
        }
    }

    private void Close()
    {
        _writer.Dispose();
        _file.Dispose();
        _writer = null;
        _file = null;
    }

    private void DeleteTemporary(object sender, EventArgs e)
    {
        if (_file != null || File.Exists(_temporary)) File.Delete(_temporary);
    }
}
