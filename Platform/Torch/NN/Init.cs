namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Fills tensors for the start of training, in place and unrecorded; each method returns its tensor.</summary>
        public static class init
        {
            private static readonly Op _uniform = new("uniform_");
            private static readonly Op _normal = new("normal_");
            private static readonly Op _fill = new("fill_", "Scalar");
            private static readonly Op _qr = new("linalg_qr");

            public enum NonlinearityType
            {
                Linear = 0,
                Conv1D = 1,
                Conv2D = 2,
                Conv3D = 3,
                ConvTranspose1D = 4,
                ConvTranspose2D = 5,
                ConvTranspose3D = 6,
                Sigmoid = 7,
                Tanh = 8,
                ReLU = 9,
                LeakyReLU = 10,
            }

            public enum FanInOut
            {
                FanIn = 0,
                FanOut = 1,
            }

            /// <summary>The factor by which a nonlinearity's weights should be larger.</summary>
            /// <param name="param">LeakyReLU's slope.</param>
            public static double calculate_gain(NonlinearityType nonlinearity, double param = 0.0) => nonlinearity switch
            {
                NonlinearityType.Tanh => 5.0 / 3,
                NonlinearityType.ReLU => Math.Sqrt(2),
                NonlinearityType.LeakyReLU => Math.Sqrt(2 / (1 + param * param)),
                _ => 1,
            };

            public static Tensor ones_(Tensor tensor) => Fill(tensor, 1);

            public static Tensor zeros_(Tensor tensor) => Fill(tensor, 0);

            public static Tensor constant_(Tensor tensor, Scalar val)
            {
                using var noGrad = no_grad();
                return _fill.InPlace(tensor, val);
            }

            public static Tensor uniform_(Tensor tensor, double low = 0, double high = 1, Generator? generator = null)
            {
                using var noGrad = no_grad();
                return _uniform.InPlace(tensor, low, high, generator);
            }

            public static Tensor normal_(Tensor tensor, double mean = 0, double std = 1, Generator? generator = null)
            {
                using var noGrad = no_grad();
                return _normal.InPlace(tensor, mean, std, generator);
            }

            /// <summary>Normal values redrawn into [a, b], by the inverse of the distribution function.</summary>
            public static Tensor trunc_normal_(Tensor tensor, double mean = 0.0, double std = 1.0, double a = -2.0, double b = 2.0, Generator? generator = null)
            {
                if (!(a < b))
                    throw new ArgumentException($"trunc_normal_: the bounds must be a < b, got {a}, {b}", nameof(b));
                using var noGrad = no_grad();
                var low = NormalDistribution((a - mean) / std);
                var high = NormalDistribution((b - mean) / std);
                _uniform.InPlace(tensor, 2 * low - 1, 2 * high - 1, generator);
                tensor.erfinv_().mul_(std * Math.Sqrt(2)).add_(mean).clamp_(a, b);
                return tensor;
            }

            /// <summary>Ones on the diagonal of a matrix, zeros elsewhere.</summary>
            public static Tensor eye_(Tensor tensor)
            {
                RequireDimensions(tensor, 2, 2, nameof(eye_));
                using var noGrad = no_grad();
                using var identity = eye(tensor.shape[0], tensor.shape[1], dtype: tensor.dtype, device: tensor.device);
                return tensor.copy_(identity);
            }

            /// <summary>Kernels of a convolution that hand on as many channels as possible unchanged.</summary>
            public static Tensor dirac_(Tensor tensor)
            {
                RequireDimensions(tensor, 3, 5, nameof(dirac_));
                using var noGrad = no_grad();
                using var scope = NewDisposeScope();
                zeros_(tensor);
                var shape = tensor.shape;
                for (var channel = 0L; channel < Math.Min(shape[0], shape[1]); channel++)
                {
                    var element = tensor.select(0, channel).select(0, channel);
                    foreach (var width in shape.AsSpan(2))
                        element = element.select(0, width / 2);
                    element.fill_(1);
                }
                return tensor;
            }

            /// <summary>A matrix with orthonormal rows or columns, times the gain; the dimensions after the first count as one.</summary>
            /// <remarks>Source: Saxe, McClelland and Ganguli (2014).</remarks>
            public static Tensor orthogonal_(Tensor tensor, double gain = 1.0)
            {
                RequireDimensions(tensor, 2, int.MaxValue, nameof(orthogonal_));
                using var noGrad = no_grad();
                using var scope = NewDisposeScope();
                var rows = tensor.shape[0];
                var columns = tensor.numel() / rows;
                var draws = normal_(empty(rows, columns, dtype: tensor.dtype, device: tensor.device));
                var (q, r) = _qr.Pair(rows < columns ? draws.t() : draws, "reduced");
                // The signs make the result uniform over the orthogonal matrices.
                q.mul_(r.diagonal().sign());
                tensor.copy_((rows < columns ? q.t() : q).reshape(tensor.shape)).mul_(gain);
                return tensor;
            }

            /// <summary>Normal values, but for a share of each column that is zero.</summary>
            public static Tensor sparse_(Tensor tensor, double sparsity, double std = 0.01)
            {
                RequireDimensions(tensor, 2, 2, nameof(sparse_));
                normal_(tensor, 0, std);
                using var noGrad = no_grad();
                using var scope = NewDisposeScope();
                var (rows, columns) = (tensor.shape[0], tensor.shape[1]);
                var zeros = (long)Math.Ceiling(sparsity * rows);
                for (var column = 0L; column < columns; column++)
                {
                    var chosen = randperm(rows, dtype: ScalarType.Int64, device: tensor.device).narrow(0, 0, zeros);
                    tensor.select(1, column).index_fill_(0, chosen, 0);
                }
                return tensor;
            }

            /// <remarks>Source: He, Zhang, Ren and Sun (2015).</remarks>
            /// <param name="a">LeakyReLU's slope.</param>
            public static Tensor kaiming_uniform_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU)
            {
                var bound = Math.Sqrt(3.0) * KaimingDeviation(tensor, a, mode, nonlinearity);
                return uniform_(tensor, -bound, bound);
            }

            /// <remarks>Source: He, Zhang, Ren and Sun (2015).</remarks>
            /// <param name="a">LeakyReLU's slope.</param>
            public static Tensor kaiming_normal_(Tensor tensor, double a = 0, FanInOut mode = FanInOut.FanIn, NonlinearityType nonlinearity = NonlinearityType.LeakyReLU) =>
                normal_(tensor, 0, KaimingDeviation(tensor, a, mode, nonlinearity));

            /// <remarks>Source: Glorot and Bengio (2010).</remarks>
            public static Tensor xavier_uniform_(Tensor tensor, double gain = 1.0)
            {
                var bound = Math.Sqrt(3.0) * XavierDeviation(tensor, gain);
                return uniform_(tensor, -bound, bound);
            }

            public static Tensor glorot_uniform_(Tensor tensor, double gain = 1.0) => xavier_uniform_(tensor, gain);

            /// <remarks>Source: Glorot and Bengio (2010).</remarks>
            public static Tensor xavier_normal_(Tensor tensor, double gain = 1.0) => normal_(tensor, 0, XavierDeviation(tensor, gain));

            public static Tensor glorot_normal_(Tensor tensor, double gain = 1.0) => xavier_normal_(tensor, gain);

            /// <summary>How many inputs each output has, and each input outputs: (out, in, kernel…).</summary>
            public static (long fanIn, long fanOut) CalculateFanInAndFanOut(Tensor tensor)
            {
                var shape = tensor.shape;
                if (shape.Length < 2)
                    throw new ArgumentException("expected at least 2 dimensions to count fan in and fan out", nameof(tensor));
                var field = 1L;
                foreach (var width in shape.AsSpan(2))
                    field *= width;
                return (shape[1] * field, shape[0] * field);
            }

            private static double KaimingDeviation(Tensor tensor, double a, FanInOut mode, NonlinearityType nonlinearity)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return calculate_gain(nonlinearity, a) / Math.Sqrt(mode == FanInOut.FanIn ? fanIn : fanOut);
            }

            private static double XavierDeviation(Tensor tensor, double gain)
            {
                var (fanIn, fanOut) = CalculateFanInAndFanOut(tensor);
                return gain * Math.Sqrt(2.0 / (fanIn + fanOut));
            }

            private static Tensor Fill(Tensor tensor, double value)
            {
                using var noGrad = no_grad();
                return _fill.InPlace(tensor, value);
            }

            /// <summary>The standard normal distribution function, through torch's own error function.</summary>
            private static double NormalDistribution(double x)
            {
                using var point = tensor(x / Math.Sqrt(2.0), dtype: ScalarType.Float64);
                return (1.0 + point.erf_().item<double>()) / 2.0;
            }

            private static void RequireDimensions(Tensor tensor, int fewest, int most, string method)
            {
                if (tensor.Dimensions < fewest || tensor.Dimensions > most)
                    throw new ArgumentException($"{method}: a tensor of {tensor.Dimensions} dimensions is not supported", nameof(tensor));
            }
        }
    }
}
