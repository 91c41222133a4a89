namespace QuantConnect.Algorithm;

public partial class QCAlgorithm
{
    // Live: where warm-up ends.
    private DateTime? _warmupEnd;

    public bool LiveMode => AlgorithmMode == AlgorithmMode.Live;
    public AlgorithmMode AlgorithmMode { get; private set; } = AlgorithmMode.Backtesting;
    public DeploymentTarget DeploymentTarget { get; private set; } = DeploymentTarget.LocalPlatform;

    /// <summary>Live: the run begins now and has no end, whatever dates the algorithm sets.</summary>
    public void SetAlgorithmMode(AlgorithmMode algorithmMode)
    {
        if (!_locked) AlgorithmMode = algorithmMode;
    }

    public void SetDeploymentTarget(DeploymentTarget deploymentTarget)
    {
        if (!_locked) DeploymentTarget = deploymentTarget;
    }

    /// <summary>Begins a live run.</summary>
    /// <param name="utc">Now.</param>
    /// <param name="through">UTC; bars that end later are traded on, earlier ones and those that end with it are warm-up.</param>
    internal void BeginLive(DateTime utc, DateTime through)
    {
        SetAlgorithmMode(AlgorithmMode.Live);
        SetDateTime(utc);
        _startDate = Time.Date;
        _endDate = QuantConnect.Time.EndOfTime;
        _warmupEnd = _zone.FromUtc(through).AddTicks(1);
    }
}
