using System.Collections;

namespace QuantConnect.Indicators;

/// <summary>Something with a current value and a short history of it.</summary>
public abstract class WindowBase<T> : IEnumerable<T>
{
    private RollingWindow<T> _window;

    public static int DefaultWindowSize { get; } = 2;

    protected WindowBase()
    {
    }

    protected WindowBase(int windowSize) => _window = new RollingWindow<T>(windowSize);

    /// <summary>Values so far, the newest first; grows when an older one is asked for.</summary>
    public virtual RollingWindow<T> Window => _window ??= new RollingWindow<T>(DefaultWindowSize);

    public virtual T Current
    {
        get => Window[0];
        protected set => Window.Add(value);
    }

    public virtual T Previous => Window.Count > 1 ? Window[1] : default;

    public T this[int i] => Window[i];

    public IEnumerator<T> GetEnumerator() => Window.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected void ResetWindow() => _window?.Reset();
}
