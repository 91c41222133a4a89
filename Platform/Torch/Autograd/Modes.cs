namespace TorchSharp;

/// <summary>Sets whether operations are recorded, until disposed.</summary>
internal sealed class AutoGradMode : IDisposable
{
    private readonly int _before = Native.ld_grad_enabled();

    internal AutoGradMode(bool enabled) => Native.ld_set_grad_enabled(enabled ? 1 : 0);

    internal static bool IsEnabled => Native.ld_grad_enabled() != 0;

    public void Dispose() => Native.ld_set_grad_enabled(_before);
}

/// <summary>Inference mode of this thread, until disposed (on the same thread).</summary>
internal sealed class InferenceMode : IDisposable
{
    private nint _guard;

    internal InferenceMode(bool mode) => _guard = Native.Check(Native.ld_inference_enter(mode ? 1 : 0));

    internal static bool IsEnabled => Native.ld_inference_enabled() != 0;

    public void Dispose()
    {
        if (_guard != 0) Native.ld_inference_leave(_guard);
        _guard = 0;
    }
}

/// <summary>Has backward name the forward operation of an error, and check for NaN, until disposed.</summary>
public class AnomalyMode : IDisposable
{
    private readonly int _before = Native.ld_anomaly_enabled();
    private readonly int _checked = Native.ld_anomaly_checks_nan();

    public AnomalyMode(bool enabled, bool check_nan = true) => Native.ld_set_anomaly(enabled ? 1 : 0, check_nan ? 1 : 0);

    public static bool IsEnabled => Native.ld_anomaly_enabled() != 0;

    public static bool ShouldCheckNaN => Native.ld_anomaly_checks_nan() != 0;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing) Native.ld_set_anomaly(_before, _checked);
    }
}
