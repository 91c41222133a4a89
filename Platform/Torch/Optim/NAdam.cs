using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Adam with Nesterov momentum. Source: Dozat (2016).</summary>
public class NAdam : OptimizerHelper, IBetas
{
    public NAdam(IEnumerable<Parameter> parameters, double lr, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
        : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, momentum_decay) { }

    public NAdam(IEnumerable<ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
    {
        RequireNonNegative(lr, "learning rate");
        RequireNonNegative(eps, "ε");
        RequireDecay(beta1, "beta1");
        RequireDecay(beta2, "beta2");
        RequireNonNegative(weight_decay, "weight_decay value");
        RequireNonNegative(momentum_decay, "momentum_decay value");
        Start(new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay }, parameters);
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
        var (lr, beta1, beta2, eps, decay) = (o.LearningRate!.Value, o.beta1!.Value, o.beta2!.Value, o.eps!.Value, o.momentum_decay!.Value);
        foreach (var (parameter, raw, state) in WithGradients<State>(group))
        {
            var gradient = o.weight_decay == 0 ? raw : raw.add(parameter, alpha: o.weight_decay!.Value);
            state.step++;
            var mu = Momentum(state.step);
            var next = Momentum(state.step + 1);
            state.mu_product *= mu;
            state.exp_avg.mul_(beta1).add_(gradient, alpha: 1 - beta1);
            state.exp_avg_sq.mul_(beta2).addcmul_(gradient, gradient, value: 1 - beta2);
            var denominator = state.exp_avg_sq.div(1 - Math.Pow(beta2, state.step)).sqrt_().add_(eps);
            parameter.addcdiv_(gradient, denominator, value: -lr * (1 - mu) / (1 - state.mu_product));
            parameter.addcdiv_(state.exp_avg, denominator, value: -lr * next / (1 - state.mu_product * next));
        }

        double Momentum(long step) => beta1 * (1 - 0.5 * Math.Pow(0.96, step * decay));
    }, closure);

    private protected override OptimizerOptions NewOptions() => new Options();

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public double mu_product;
        public Tensor exp_avg = null!;
        public Tensor exp_avg_sq = null!;

        public State(Parameter parameter) : base(parameter) { }

        public void Dispose() => DisposeTensors();

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);

        public override void LoadStateDict(BinaryReader reader) => Load(reader);

        public override void LoadStateDict(OptimizerState source) => Load(source);

        public override void Initialize(OptimizerOptions options)
        {
            Reset(2);
            mu_product = 1;
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
                case 0: return ref exp_avg!;
                default: return ref exp_avg_sq!;
            }
        }

        private protected override void SaveNumbers(BinaryWriter writer)
        {
            base.SaveNumbers(writer);
            writer.Write(mu_product);
        }

        private protected override void LoadNumbers(BinaryReader reader)
        {
            base.LoadNumbers(reader);
            mu_product = reader.ReadDouble();
        }

        private protected override void CopyNumbers(OptimizerState source)
        {
            base.CopyNumbers(source);
            mu_product = ((State)source).mu_product;
        }
    }

    public class Options : OptimizerOptions
    {
        public double? beta1;
        public double? beta2;
        public double? eps;
        public double? weight_decay;
        public double? momentum_decay;

        private protected override void Visit(OptionVisitor visitor)
        {
            visitor.Number(ref beta1);
            visitor.Number(ref beta2);
            visitor.Number(ref eps);
            visitor.Number(ref weight_decay);
            visitor.Number(ref momentum_decay);
        }
    }

    public class ParamGroup : ParamGroup<Options>, IBetas
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 1.0, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8, double weight_decay = 0, double momentum_decay = 4e-3)
            : base(parameters, new Options { LearningRate = lr, beta1 = beta1, beta2 = beta2, eps = eps, weight_decay = weight_decay, momentum_decay = momentum_decay }) { }

        public (double, double) Betas
        {
            get => (Options.beta1!.Value, Options.beta2!.Value);
            set => (Options.beta1, Options.beta2) = value;
        }
    }
}
