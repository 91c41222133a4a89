using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Adam with the infinity norm. Source: Kingma and Ba (2015), section 7.</summary>
public class Adamax : OptimizerHelper, IBetas
{
    public Adamax(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay) { }

    public Adamax(IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
    {
        RequireNonNegative(lr, "learning rate");
        RequireNonNegative(eps, "ε");
        RequireDecay(beta1, "beta1");
        RequireDecay(beta2, "beta2");
        RequireNonNegative(weight_decay, "weight_decay value");
        Start(new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay }, parameters);
    }

    public (double, double) Betas
    {
        get => (Defaults.beta1!.Value, Defaults.beta2!.Value);
        set => (Defaults.beta1, Defaults.beta2) = value;
    }

    private Options Defaults => (Options)_defaults;

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
    {
        var o = group.Options;
        var (lr, beta1, beta2, eps) = (o.LearningRate!.Value, o.beta1!.Value, o.beta2!.Value, o.eps!.Value);
        foreach (var (parameter, raw, state) in WithGradients<State>(group))
        {
            var gradient = o.weight_decay == 0 ? raw : raw.add(parameter, alpha: o.weight_decay!.Value);
            state.step++;
            state.exp_avg.mul_(beta1).add_(gradient, alpha: 1 - beta1);
            state.exp_inf.copy_(maximum(state.exp_inf.mul_(beta2), gradient.abs().add_(eps)));
            parameter.addcdiv_(state.exp_avg, state.exp_inf, value: -lr / (1 - Math.Pow(beta1, state.step)));
        }
    }, closure);

    private protected override OptimizerOptions NewOptions() => new Options();

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor exp_avg = null!;
        public Tensor exp_inf = null!;

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
                case 0: return ref exp_avg!;
                default: return ref exp_inf!;
            }
        }
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? eps;
        public double? weight_decay;

        private protected override void Visit(OptionVisitor visitor)
        {
            visitor.Number(ref beta1);
            visitor.Number(ref beta2);
            visitor.Number(ref eps);
            visitor.Number(ref weight_decay);
        }
    }

    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0)
            : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay }) { }

        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }
}
