namespace QuantConnect.Util;

/// <summary>Items that come round again in the order in which they were given.</summary>
public class CircularQueue<T>
{
    private readonly T _head;
    private readonly Queue<T> _queue;

    public CircularQueue(params T[] items) : this((IEnumerable<T>)items)
    {
    }

    public CircularQueue(IEnumerable<T> items)
    {
        _queue = new Queue<T>(items);
        _queue.TryPeek(out _head);
    }

    /// <summary>Told when the first item is given out.</summary>
    public event EventHandler CircleCompleted;

    public T Dequeue()
    {
        var item = _queue.Dequeue();
        if (Equals(item, _head)) OnCircleCompleted();
        _queue.Enqueue(item);
        return item;
    }

    protected virtual void OnCircleCompleted() => CircleCompleted?.Invoke(this, EventArgs.Empty);
}
