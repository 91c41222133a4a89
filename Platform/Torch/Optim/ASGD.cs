using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Averaged stochastic gradient descent; the average is in the state. Source: Polyak and Juditsky (1992).</summary>
public class ASGD : OptimizerHelper
{
    public ASGD(IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, lambd, alpha, t0, weight_decay, maximize) { }

    public ASGD(IEnumerable<ParamGroup<Options>> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0, bool maximize = false)
    {
        RequireNonNegative(lr, "learning rate");
        RequireNonNegative(weight_decay, "weight_decay value");
        Start(new Options { LearningRate = lr, maximize = maximize, lambd = lambd, alpha = alpha, weight_decay = weight_decay, t0 = t0 }, parameters);
    }

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
    {
        var o = group.Options;
        var (lr, lambd, alpha, t0) = (o.LearningRate!.Value, o.lambd!.Value, o.alpha!.Value, o.t0!.Value);
        foreach (var (parameter, raw, state) in WithGradients<State>(group))
        {
            var ascent = o.maximize!.Value ? raw.neg() : raw;
            var gradient = o.weight_decay == 0 ? ascent : ascent.add(parameter, alpha: o.weight_decay!.Value);
            state.step++;
            parameter.mul_(1 - lambd * state.eta).add_(gradient, alpha: -state.eta);
            if (state.mu == 1)
                state.ax.copy_(parameter);
            else
                state.ax.add_(parameter.sub(state.ax), alpha: state.mu);
            state.eta = lr / Math.Pow(1 + lambd * lr * state.step, alpha);
            state.mu = 1 / Math.Max(1, state.step - t0);
        }
    }, closure);

    private protected override OptimizerOptions NewOptions() => new Options();

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public double eta;
        public double mu;
        public Tensor ax = null!;

        public State(Parameter parameter) : base(parameter) { }

        public void Dispose() => DisposeTensors();

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);

        public override void LoadStateDict(BinaryReader reader) => Load(reader);

        public override void LoadStateDict(OptimizerState source) => Load(source);

        public override void Initialize(OptimizerOptions options)
        {
            Reset(1);
            (eta, mu) = (options.LearningRate!.Value, 1);
        }

        internal override long Steps
        {
            get => step;
            set => step = value;
        }

        private protected override int Slots => 1;

        internal override ref Tensor? Slot(int i) => ref ax!;

        private protected override void SaveNumbers(BinaryWriter writer)
        {
            base.SaveNumbers(writer);
            writer.Write(eta);
            writer.Write(mu);
        }

        private protected override void LoadNumbers(BinaryReader reader)
        {
            base.LoadNumbers(reader);
            eta = reader.ReadDouble();
            mu = reader.ReadDouble();
        }

        private protected override void CopyNumbers(OptimizerState source)
        {
            base.CopyNumbers(source);
            eta = ((State)source).eta;
            mu = ((State)source).mu;
        }
    }

    public class Options : OptimizerOptions
    {
        public bool? maximize;
        public double? lambd;
        public double? alpha;
        public double? weight_decay;
        public double? t0;

        private protected override void Visit(OptionVisitor visitor)
        {
            visitor.Flag(ref maximize);
            visitor.Number(ref lambd);
            visitor.Number(ref alpha);
            visitor.Number(ref weight_decay);
            visitor.Number(ref t0);
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double lambd = 1e-4, double alpha = 0.75, double t0 = 1e6, double weight_decay = 0)
            : base(parameters, new Options { LearningRate = lr, lambd = lambd, alpha = alpha, t0 = t0, weight_decay = weight_decay }) { }
    }
}
