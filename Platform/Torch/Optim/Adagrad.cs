using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace TorchSharp.Modules;

/// <summary>Steps scaled by the root of the summed squares of the gradient. Source: Duchi, Hazan and Singer (2011).</summary>
public class Adagrad : OptimizerHelper
{
    public Adagrad(IEnumerable<Parameter> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
        : this([new ParamGroup { Parameters = parameters }], lr, lr_decay, weight_decay, initial_accumulator_value, eps) { }

    public Adagrad(IEnumerable<ParamGroup> parameters, double lr = 1e-2, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
    {
        RequireNonNegative(lr, "learning rate");
        RequireNonNegative(eps, "ε");
        RequireNonNegative(lr_decay, "lr_decay value");
        RequireNonNegative(weight_decay, "weight_decay value");
        RequireNonNegative(initial_accumulator_value, "initial_accumulator_value");
        Start(new Options { LearningRate = lr, lr_decay = lr_decay, initial_accumulator_value = initial_accumulator_value, eps = eps, weight_decay = weight_decay }, parameters);
    }

    public override Tensor? step(Func<Tensor>? closure = null) => _step<ParamGroup>(group =>
    {
        var o = group.Options;
        OptimizerKernels.Adagrad(group.Parameters, _state, o.LearningRate!.Value, o.lr_decay!.Value, o.weight_decay!.Value, o.eps!.Value);
    }, closure);

    private protected override OptimizerOptions NewOptions() => new Options();

    private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

    public sealed class State : OptimizerState, IDisposable
    {
        public long step;
        public Tensor sum = null!;

        public State(Parameter parameter) : base(parameter) { }

        public void Dispose() => DisposeTensors();

        public override void SaveStateDict(BinaryWriter writer) => Save(writer);

        public override void LoadStateDict(BinaryReader reader) => Load(reader);

        public override void LoadStateDict(OptimizerState source) => Load(source);

        public override void Initialize(OptimizerOptions options)
        {
            Reset(1);
            sum.fill_(((Options)options).initial_accumulator_value!.Value);
        }

        internal override long Steps
        {
            get => step;
            set => step = value;
        }

        private protected override int Slots => 1;

        internal override ref Tensor? Slot(int i) => ref sum!;
    }

    public class Options : OptimizerOptions
    {
        public double? lr_decay;
        public double? initial_accumulator_value;
        public double? eps;
        public double? weight_decay;

        private protected override void Visit(OptionVisitor visitor)
        {
            visitor.Number(ref lr_decay);
            visitor.Number(ref initial_accumulator_value);
            visitor.Number(ref eps);
            visitor.Number(ref weight_decay);
        }
    }

    public class ParamGroup : ParamGroup<Options>
    {
        public ParamGroup() { }

        public ParamGroup(IEnumerable<Parameter> parameters, Options options) : base(parameters, options) { }

        public ParamGroup(IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0, double initial_accumulator_value = 0, double eps = 1e-10)
            : base(parameters, new Options { LearningRate = lr, lr_decay = lr_decay, weight_decay = weight_decay, initial_accumulator_value = initial_accumulator_value, eps = eps }) { }
    }
}
