namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>The rate times a factor when a measure has not improved for a while.</summary>
                public class ReduceLROnPlateau : LRScheduler
                {
                    private readonly bool _minimize;
                    private readonly bool _relative;
                    private readonly double _factor;
                    private readonly int _patience;
                    private readonly double _threshold;
                    private readonly int _cooldown;
                    private readonly double[] _least;
                    private readonly double _eps;
                    private double _best;
                    private int _badEpochs;
                    private int _cooling;

                    /// <param name="mode">Which way the measure improves: "min" or "max".</param>
                    /// <param name="patience">How many epochs without improvement are allowed.</param>
                    /// <param name="threshold">An improvement counts if it is larger.</param>
                    /// <param name="threshold_mode">"rel": as a fraction of the best so far; "abs".</param>
                    /// <param name="cooldown">Epochs after a reduction that do not count.</param>
                    /// <param name="min_lr">The lowest rates, one or one for each group.</param>
                    /// <param name="eps">A smaller reduction is left out.</param>
                    public ReduceLROnPlateau(Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string threshold_mode = "rel", int cooldown = 0, IList<double>? min_lr = null, double eps = 1e-8, bool verbose = false)
                        : base(optimizer, -1, verbose)
                    {
                        if (factor >= 1.0)
                            throw new ArgumentException($"Factor should be < 1.0, got {factor}", nameof(factor));
                        if (mode is not ("min" or "max"))
                            throw new ArgumentException($"mode {mode} is unknown!", nameof(mode));
                        if (threshold_mode is not ("rel" or "abs"))
                            throw new ArgumentException($"threshold mode {threshold_mode} is unknown!", nameof(threshold_mode));
                        var groups = _base_lrs.Count;
                        if (min_lr is { Count: > 1 } && min_lr.Count != groups)
                            throw new ArgumentException($"expected {groups} min_lrs, got {min_lr.Count}", nameof(min_lr));
                        (_minimize, _relative) = (mode == "min", threshold_mode == "rel");
                        (_factor, _patience, _threshold, _cooldown, _eps) = (factor, patience, threshold, cooldown, eps);
                        _least = min_lr is { Count: > 1 } ? [.. min_lr] : [.. Enumerable.Repeat(min_lr is { Count: 1 } ? min_lr[0] : 0.0, groups)];
                        _best = _minimize ? double.PositiveInfinity : double.NegativeInfinity;
                    }

                    public override void step(double current, int? epoch = null)
                    {
                        _last_epoch = epoch ?? _last_epoch + 1;
                        if (Improves(current))
                            (_best, _badEpochs) = (current, 0);
                        else
                            _badEpochs++;
                        if (_cooling > 0)
                        {
                            _cooling--;
                            _badEpochs = 0;
                        }
                        if (_badEpochs > _patience)
                        {
                            Reduce();
                            (_cooling, _badEpochs) = (_cooldown, 0);
                        }
                        _last_lrs = [.. CurrentRates];
                    }

                    public override void step() =>
                        throw new InvalidOperationException("step() should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    public override void step(int? epoch) =>
                        throw new InvalidOperationException("step(int?) should not be used with the ReduceLROnPlateau scheduler. Use step(double, int?), instead.");

                    private bool Improves(double value) => (_minimize, _relative) switch
                    {
                        (true, true) => value < _best * (1 - _threshold),
                        (true, false) => value < _best - _threshold,
                        (false, true) => value > _best * (1 + _threshold),
                        (false, false) => value > _best + _threshold,
                    };

                    private void Reduce()
                    {
                        var i = 0;
                        foreach (var group in _optimizer.ParamGroups)
                        {
                            var rate = Math.Max(group.LearningRate * _factor, _least[i]);
                            if (group.LearningRate - rate > _eps)
                            {
                                group.LearningRate = rate;
                                if (_verbose)
                                    Console.WriteLine($"Epoch {_last_epoch}: reducing learning rate of group {i} to {rate:g4}.");
                            }
                            i++;
                        }
                    }
                }
            }
        }
    }
}
