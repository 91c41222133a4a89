namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Between two rates and back, again and again; momentum runs the other way. Source: Smith (2017).</summary>
                public class CyclicLR : LRScheduler
                {
                    private readonly double _totalSize;
                    private readonly double _stepRatio;
                    private readonly Func<double, double> _scale;
                    private readonly ScaleMode _scaleMode;
                    private readonly List<double> _highest;
                    private readonly List<double>? _lowMomentum;
                    private readonly List<double>? _highMomentum;

                    public CyclicLR(Optimizer optimizer, double base_lr, double max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, double base_momentum = 0.8, double max_momentum = 0.9, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Each(optimizer, base_lr), Each(optimizer, max_lr), step_size_up, step_size_down, mode, gamma, scale_fn, scale_mode, cycle_momentum, Each(optimizer, base_momentum), Each(optimizer, max_momentum), last_epoch, verbose) { }

                    /// <param name="base_lr">The lowest rate of each group.</param>
                    /// <param name="max_lr">The highest rate of each group, before scaling.</param>
                    /// <param name="step_size_up">Steps from the lowest to the highest.</param>
                    /// <param name="step_size_down">Steps back; default: as many.</param>
                    /// <param name="mode">How the amplitude changes; ignored if <paramref name="scale_fn"/> is given.</param>
                    /// <param name="scale_fn">The amplitude as a function of the cycle or the step.</param>
                    public CyclicLR(Optimizer optimizer, IEnumerable<double> base_lr, IEnumerable<double> max_lr, int step_size_up = 2000, int step_size_down = -1, Mode mode = Mode.Triangular, double gamma = 1.0, Func<double, double>? scale_fn = null, ScaleMode scale_mode = ScaleMode.Cycle, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        double down = step_size_down == -1 ? step_size_up : step_size_down;
                        _totalSize = step_size_up + down;
                        _stepRatio = step_size_up / _totalSize;
                        _base_lrs = [.. base_lr];
                        _highest = [.. max_lr];
                        _scale = scale_fn ?? (mode switch
                        {
                            Mode.Triangular2 => cycle => 1.0 / Math.Pow(2.0, cycle - 1),
                            Mode.ExpRange => step => Math.Pow(gamma, step),
                            _ => _ => 1.0,
                        });
                        _scaleMode = scale_fn is not null ? scale_mode : mode == Mode.ExpRange ? ScaleMode.Iterations : ScaleMode.Cycle;
                        if (cycle_momentum)
                        {
                            if (optimizer is not (IMomentum or IBetas))
                                throw new ArgumentException("cycle_momentum: expected an optimizer with momentum", nameof(optimizer));
                            _lowMomentum = [.. base_momentum ?? Each(optimizer, 0.8)];
                            _highMomentum = [.. max_momentum ?? Each(optimizer, 0.9)];
                        }
                        step();
                    }

                    public enum Mode
                    {
                        Triangular,
                        Triangular2,
                        ExpRange,
                    }

                    public enum ScaleMode
                    {
                        Cycle,
                        Iterations,
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        var cycle = Math.Floor(1.0 + _last_epoch / _totalSize);
                        var place = 1.0 + _last_epoch / _totalSize - cycle;
                        var height = place <= _stepRatio ? place / _stepRatio : (place - 1) / (_stepRatio - 1);
                        var scale = height * _scale(_scaleMode == ScaleMode.Cycle ? cycle : _last_epoch);
                        if (_lowMomentum is not null)
                            Momentum.Set(_optimizer, i => _highMomentum![i] - (_highMomentum[i] - _lowMomentum[i]) * scale);
                        return _base_lrs.Select((lowest, i) => lowest + (_highest[i] - lowest) * scale);
                    }

                    private static IEnumerable<double> Each(Optimizer optimizer, double value) =>
                        Enumerable.Repeat(value, optimizer?.ParamGroups.Count() ?? 0);
                }
            }
        }
    }
}
