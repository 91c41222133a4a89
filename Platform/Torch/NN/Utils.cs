using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class utils
        {
            private static readonly Op _clampInPlace = new("clamp_");

            /// <summary>Scales the gradients in place so that their joint norm is at most <paramref name="max_norm"/>.</summary>
            /// <param name="norm_type">The p of the norm; infinity: the largest element.</param>
            /// <returns>The norm before.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2.0) =>
                OptimizerKernels.ClipGradientNorm(tensors, max_norm, norm_type);

            /// <summary>Limits every element of the gradients to ±<paramref name="clip_value"/>, in place.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var noGrad = no_grad();
                foreach (var parameter in tensors)
                {
                    using var gradient = parameter.grad;
                    if (gradient is not null)
                        _clampInPlace.InPlace(gradient, -clip_value, clip_value);
                }
            }

            /// <summary>All values in one vector, parameter after parameter; gradients flow through it.</summary>
            public static Tensor parameters_to_vector(IEnumerable<Parameter> tensors)
            {
                using var scope = NewDisposeScope();
                return cat([.. tensors.Select(parameter => parameter.reshape(-1))]).MoveToOuterDisposeScope();
            }

            /// <summary>Copies the elements of a vector into the parameters, one after the other.</summary>
            /// <exception cref="ArgumentException">The vector has another number of elements.</exception>
            public static void vector_to_parameters(Tensor vec, IEnumerable<Parameter> tensors)
            {
                var parameters = tensors.ToArray();
                var expected = parameters.Sum(parameter => parameter.numel());
                if (vec.Dimensions != 1 || vec.shape[0] != expected)
                    throw new ArgumentException($"vec: expected a vector of {expected} elements, got shape ({string.Join(", ", vec.shape)})", nameof(vec));
                using var noGrad = no_grad();
                using var scope = NewDisposeScope();
                var start = 0L;
                foreach (var parameter in parameters)
                {
                    var count = parameter.numel();
                    parameter.copy_(vec.narrow(0, start, count).view(parameter.shape));
                    start += count;
                }
            }
        }
    }
}
