namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>One scheduler after the other; each starts at its milestone.</summary>
                public class SequentialLR : LRScheduler
                {
                    private readonly LRScheduler[] _schedulers;
                    private readonly int[] _milestones;

                    /// <param name="milestones">Where each scheduler but the first starts, rising.</param>
                    public SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1)
                        : base(optimizer, last_epoch + 1, false)
                    {
                        _schedulers = [.. schedulers];
                        _milestones = [.. milestones];
                        if (_schedulers.Any(scheduler => scheduler._optimizer != optimizer))
                            throw new ArgumentException("expected schedulers of one optimizer, found several", nameof(schedulers));
                        if (_milestones.Length != _schedulers.Length - 1)
                            throw new ArgumentException($"Received {_schedulers.Length} schedulers and {_milestones.Length} milestones. The SequentialLR scheduler expects the number of schedulers to be one more than the number of milestones.", nameof(milestones));
                        // The constructors of the schedulers have each made a step already.
                        foreach (var group in optimizer.ParamGroups)
                            group.LearningRate = group.InitialLearningRate;
                        foreach (var scheduler in _schedulers)
                            scheduler._last_epoch--;
                        _schedulers[0].step();
                        _last_lrs = [.. _schedulers[0]._last_lrs];
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var started = _milestones.Count(epoch => epoch <= _last_epoch);
                        if (started > 0 && _milestones[started - 1] == _last_epoch)
                            _schedulers[started].step(0);
                        else
                            _schedulers[started].step();
                        return CurrentRates;
                    }
                }
            }
        }
    }
}
