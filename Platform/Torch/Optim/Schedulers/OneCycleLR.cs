namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            public static partial class impl
            {
                /// <summary>Up to a highest rate and down far below the first one; momentum runs the other way. Source: Smith and Topin (2018).</summary>
                public class OneCycleLR : LRScheduler
                {
                    private readonly int _totalSteps;
                    private readonly Func<double, double, double, double> _anneal;
                    private readonly List<double> _highest;
                    private readonly double _divide;
                    private readonly double _finalDivide;
                    private readonly (double end, Level from, Level to)[] _phases;
                    private readonly List<double>? _lowMomentum;
                    private readonly List<double>? _highMomentum;

                    public OneCycleLR(Optimizer optimizer, double max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, double base_momentum = 0.85, double max_momentum = 0.95, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : this(optimizer, Each(optimizer, max_lr), total_steps, epochs, steps_per_epoch, pct_start, anneal_strategy, cycle_momentum, Each(optimizer, base_momentum), Each(optimizer, max_momentum), div_factor, final_div_factor, three_phase, last_epoch, verbose) { }

                    /// <param name="max_lr">The highest rate of each group.</param>
                    /// <param name="total_steps">The steps of the cycle; or give <paramref name="epochs"/> and <paramref name="steps_per_epoch"/>.</param>
                    /// <param name="pct_start">The share of the steps in which the rate rises.</param>
                    /// <param name="div_factor">The highest rate divided by the first one.</param>
                    /// <param name="final_div_factor">The first rate divided by the last one.</param>
                    /// <param name="three_phase">Come down as slowly as up, and then go to the last rate.</param>
                    public OneCycleLR(Optimizer optimizer, IEnumerable<double> max_lr, int total_steps = -1, int epochs = -1, int steps_per_epoch = -1, double pct_start = 0.3, AnnealStrategy anneal_strategy = AnnealStrategy.Cos, bool cycle_momentum = true, IEnumerable<double>? base_momentum = null, IEnumerable<double>? max_momentum = null, double div_factor = 25, double final_div_factor = 1e4, bool three_phase = false, int last_epoch = -1, bool verbose = false)
                        : base(optimizer, last_epoch, verbose)
                    {
                        if (pct_start is not (>= 0 and <= 1))
                            throw new ArgumentException($"pct_start: expected 0 to 1, found {pct_start}", nameof(pct_start));
                        _totalSteps = Steps(total_steps, epochs, steps_per_epoch);
                        _highest = [.. max_lr];
                        (_divide, _finalDivide) = (div_factor, final_div_factor);
                        _anneal = anneal_strategy == AnnealStrategy.Cos
                            ? (start, end, share) => end + (start - end) / 2.0 * (Math.Cos(Math.PI * share) + 1)
                            : (start, end, share) => (end - start) * share + start;
                        _phases = three_phase
                            ?
                            [
                                (pct_start * _totalSteps - 1, Level.First, Level.Highest),
                                (2 * pct_start * _totalSteps - 2, Level.Highest, Level.First),
                                (_totalSteps - 1, Level.First, Level.Last),
                            ]
                            :
                            [
                                (pct_start * _totalSteps - 1, Level.First, Level.Highest),
                                (_totalSteps - 1, Level.Highest, Level.Last),
                            ];
                        if (cycle_momentum)
                        {
                            if (optimizer is not (IMomentum or IBetas))
                                throw new ArgumentException("cycle_momentum: expected an optimizer with momentum", nameof(optimizer));
                            _lowMomentum = [.. base_momentum ?? Each(optimizer, 0.85)];
                            _highMomentum = [.. max_momentum ?? Each(optimizer, 0.95)];
                        }
                        step();
                    }

                    public enum AnnealStrategy
                    {
                        Cos,
                        Linear,
                    }

                    private enum Level
                    {
                        First,
                        Highest,
                        Last,
                    }

                    protected override IEnumerable<double> get_lr()
                    {
                        if (_last_epoch > _totalSteps)
                            throw new InvalidOperationException($"Tried to step {_last_epoch + 1} times. The specified number of total steps is {_totalSteps}");
                        var (begin, k) = (0.0, 0);
                        for (; k < _phases.Length - 1 && _last_epoch > _phases[k].end; k++)
                            begin = _phases[k].end;
                        var (end, from, to) = _phases[k];
                        var share = (_last_epoch - begin) / (end - begin);
                        if (_lowMomentum is not null)
                            Momentum.Set(_optimizer, i => _anneal(MomentumAt(from, i), MomentumAt(to, i), share));
                        return _highest.Select((_, i) => _anneal(RateAt(from, i), RateAt(to, i), share));
                    }

                    private double RateAt(Level level, int group) => level switch
                    {
                        Level.First => _highest[group] / _divide,
                        Level.Highest => _highest[group],
                        _ => _highest[group] / _divide / _finalDivide,
                    };

                    private double MomentumAt(Level level, int group) => level == Level.Highest ? _lowMomentum![group] : _highMomentum![group];

                    private static int Steps(int total, int epochs, int perEpoch)
                    {
                        if (total == -1 && epochs == -1 && perEpoch == -1)
                            throw new ArgumentException("expected total_steps, or epochs and steps_per_epoch");
                        if (total != -1)
                            return total > 0 ? total : throw new ArgumentException($"Expected positive integer total_steps, but got {total}");
                        if (epochs <= 0)
                            throw new ArgumentException($"epochs: expected at least 1, found {epochs}");
                        return perEpoch > 0 ? epochs * perEpoch : throw new ArgumentException($"Expected positive integer steps_per_epoch, but got {perEpoch}");
                    }

                    private static IEnumerable<double> Each(Optimizer optimizer, double value) =>
                        Enumerable.Repeat(value, optimizer?.ParamGroups.Count() ?? 0);
                }
            }
        }
    }
}
