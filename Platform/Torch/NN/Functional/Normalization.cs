namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op _batchNorm = new("batch_norm");
            private static readonly Op _instanceNorm = new("instance_norm");
            private static readonly Op _groupNorm = new("group_norm");
            private static readonly Op _layerNorm = new("layer_norm");
            private static readonly Op _norm = new("norm", "ScalarOpt_dim");
            private static readonly Op _clampMin = new("clamp_min");

            /// <summary>Divides by the p-norm along a dimension, or by <paramref name="eps"/> where the norm is smaller.</summary>
            public static Tensor normalize(Tensor input, double p = 2.0, long dim = 1L, double eps = 1e-12)
            {
                using var norm = _norm.Call(input, p, new[] { dim }, true);
                using var bounded = _clampMin.Call(norm, eps);
                return input.div(bounded);
            }

            /// <param name="running_mean">Used when not training; while training it moves towards the batch's by <paramref name="momentum"/>.</param>
            /// <param name="running_var">Likewise, with the unbiased variance; the normalisation itself uses the biased one.</param>
            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null, Tensor? bias = null, bool training = false, double momentum = 0.1, double eps = 1e-5) =>
                _batchNorm.Call(input, weight, bias, running_mean, running_var, training, momentum, eps, true);

            public static Tensor group_norm(Tensor input, long num_groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                _groupNorm.Call(input, num_groups, weight, bias, eps, true);

            /// <param name="use_input_stats">Normalise each sample and channel by its own statistics, not by the running ones.</param>
            public static Tensor instance_norm(Tensor input, Tensor? running_mean = null, Tensor? running_var = null, Tensor? weight = null, Tensor? bias = null, bool use_input_stats = true, double momentum = 0.1, double eps = 1e-5) =>
                _instanceNorm.Call(input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps, true);

            public static Tensor layer_norm(Tensor input, long[] normalized_shape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
                _layerNorm.Call(input, normalized_shape, weight, bias, eps, true);

            /// <summary>x / (k + α·m)^β with m the mean of the squares over <paramref name="size"/> neighbouring channels.</summary>
            public static Tensor local_response_norm(Tensor input, long size, double alpha = 0.0001, double beta = 0.75, double k = 1.0)
            {
                if (input.Dimensions < 3)
                    throw new ArgumentException($"Invalid number of dimensions for LocalResponseNorm argument: {input.Dimensions}", nameof(input));
                using var scope = NewDisposeScope();
                var squares = input.mul(input).unsqueeze(1).flatten(3);
                var padded = pad(squares, [0, 0, size / 2, (size - 1) / 2]);
                var mean = avg_pool2d(padded, [size, 1], [1, 1]).squeeze(1).view(input.shape);
                return input.div(mean.mul(alpha).add(k).pow(beta)).MoveToOuterDisposeScope();
            }
        }
    }
}
