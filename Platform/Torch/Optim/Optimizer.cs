using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Changes parameters along their gradients.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups = [];

            protected Optimizer(IntPtr handle) => _ = handle;

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                if (disposing)
                    FreeState();
            }

            private protected virtual void FreeState() { }

            /// <summary>Fills the gradients of all parameters with zeros; those that are absent stay so.</summary>
            public virtual void zero_grad()
            {
                foreach (var group in _parameter_groups)
                    OptimizerKernels.ZeroGradients(group.Parameters);
            }

            public virtual void add_param_group(ParamGroup param_group) =>
                throw new NotSupportedException($"{GetType().Name} has a single group of parameters");

            /// <param name="closure">Clears the gradients, computes the loss, calls backward and returns the loss.</param>
            /// <returns>What <paramref name="closure"/> returned.</returns>
            public virtual Tensor? step(Func<Tensor>? closure = null) => throw new NotSupportedException($"{GetType().Name} has no step of its own");

            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            /// <summary>The options of each group, the state of each parameter, and which states belong to which group.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                public List<OptimizerOptions> Options { get; } = [];

                public List<OptimizerState> State { get; } = [];

                public List<List<int>> StateIndexRef { get; } = [];
            }
        }

        public interface ILearningRateController
        {
            double LearningRate { set; get; }

            /// <summary>The rate that schedulers start from.</summary>
            double InitialLearningRate { set; get; }
        }

        public interface IMomentum
        {
            double Momentum { get; set; }
        }

        public interface IBetas
        {
            (double, double) Betas { get; set; }
        }
    }
}
