using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Resilient propagation: a step of its own for each element, changed by the sign of the gradient only. Source: Riedmiller and Braun (1993).</summary>
public class Rprop : OptimizerHelper
{
    public Rprop(IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, etaminus, etaplus, min_step, max_step, maximize) { }

    public Rprop(IEnumerable<ParamGroup> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
    {
        RequireNonNegative(lr, "learning rate");
        if (!(etaminus is > 0 and < 1 && etaplus > 1))
            throw new ArgumentException($"Invalid eta values: {etaminus}, {etaplus}");
        Start(new Options { LearningRate = lr, maximize = maximize, etaminus = etaminus, etaplus = etaplus, min_step = min_step, max_step = max_step }, parameters);
    }

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
    {
        var o = group.Options;
        var (minus, plus) = (o.etaminus!.Value, o.etaplus!.Value);
        foreach (var (parameter, raw, state) in WithGradients<State>(group))
        {
            var gradient = o.maximize!.Value ? raw.neg() : raw;
            state.step++;
            var agreement = gradient.mul(state.prev);
            var (kept, turned) = (agreement.gt(0), agreement.lt(0));
            var factor = ones_like(agreement).masked_fill_(kept, plus).masked_fill_(turned, minus);
            state.step_size.mul_(factor).clamp_(o.min_step!.Value, o.max_step!.Value);
            // Where the sign turned, this step is left out and the next one starts afresh.
            gradient = gradient.masked_fill(turned, 0);
            parameter.addcmul_(gradient.sign(), state.step_size, value: -1);
            state.prev.copy_(gradient);
        }
    }, closure);

    private protected override OptimizerOptions NewOptions() => new Options();

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor prev = null!;
        public Tensor step_size = null!;

        public State(Parameter parameter) : base(parameter) { }

        public void Dispose() => DisposeTensors();

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);

        public override void LoadStateDict(BinaryReader reader) => Load(reader);

        public override void LoadStateDict(OptimizerState source) => Load(source);

        public override void Initialize(OptimizerOptions options)
        {
            Reset(2);
            step_size.fill_(options.LearningRate!.Value);
        }

        internal override long Steps
        {
            get => step;
            set => step = value;
        }

        private protected override int Slots => 2;

        internal override ref Tensor? Slot(int i)
        {
            switch (i)
            {
                case 0: return ref prev!;
                default: return ref step_size!;
            }
        }
    }

    public class Options : OptimizerOptions
    {
        public bool? maximize;
        public double? etaminus;
        public double? etaplus;
        public double? min_step;
        public double? max_step;

        private protected override void Visit(OptionVisitor visitor)
        {
            visitor.Flag(ref maximize);
            visitor.Number(ref etaminus);
            visitor.Number(ref etaplus);
            visitor.Number(ref min_step);
            visitor.Number(ref max_step);
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-2, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6, double max_step = 50, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, etaminus = etaminus, etaplus = etaplus, min_step = min_step, max_step = max_step, maximize = maximize }) { }
    }
}
