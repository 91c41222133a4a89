using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Steps scaled by the ratio of past steps to past gradients. Source: Zeiler (2012).</summary>
public class Adadelta : OptimizerHelper
{
    public Adadelta(IEnumerable<Parameter> parameters, double lr, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
        : this([new ParamGroup { Parameters = parameters }], lr, rho, eps, weight_decay, maximize) { }

    public Adadelta(IEnumerable<ParamGroup> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
    {
        RequireNonNegative(lr, "learning rate");
        if (rho is not (>= 0 and <= 1))
            throw new ArgumentException($"Invalid rho value: {rho}");
        RequireNonNegative(eps, "ε");
        RequireNonNegative(weight_decay, "weight_decay value");
        Start(new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize }, parameters);
    }

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
    {
        var o = group.Options;
        var (lr, rho, eps) = (o.LearningRate!.Value, o.rho!.Value, o.eps!.Value);
        foreach (var (parameter, raw, state) in WithGradients<State>(group))
        {
            var ascent = o.maximize!.Value ? raw.neg() : raw;
            var gradient = o.weight_decay == 0 ? ascent : ascent.add(parameter, alpha: o.weight_decay!.Value);
            state.step++;
            state.square_avg.mul_(rho).addcmul_(gradient, gradient, value: 1 - rho);
            var delta = state.acc_delta.add(eps).sqrt_().div_(state.square_avg.add(eps).sqrt_()).mul_(gradient);
            parameter.add_(delta, alpha: -lr);
            state.acc_delta.mul_(rho).addcmul_(delta, delta, value: 1 - rho);
        }
    }, closure);

    private protected override OptimizerOptions NewOptions() => new Options();

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor square_avg = null!;
        public Tensor acc_delta = null!;

        public State(Parameter parameter) : base(parameter) { }

        public void Dispose() => DisposeTensors();

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);

        public override void LoadStateDict(BinaryReader reader) => Load(reader);

        public override void LoadStateDict(OptimizerState source) => Load(source);

        public override void Initialize(OptimizerOptions options) => Reset(2);

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
                case 0: return ref square_avg!;
                default: return ref acc_delta!;
            }
        }
    }

    public class Options : OptimizerOptions
    {
        public double? rho;
        public double? eps;
        public double? weight_decay;
        public bool? maximize;

        private protected override void Visit(OptionVisitor visitor)
        {
            visitor.Number(ref rho);
            visitor.Number(ref eps);
            visitor.Number(ref weight_decay);
            visitor.Flag(ref maximize);
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double rho = 0.9, double eps = 1e-6, double weight_decay = 0, bool maximize = false)
            : base(parameters, new Options { LearningRate = lr, rho = rho, eps = eps, weight_decay = weight_decay, maximize = maximize }) { }
    }
}
