namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        private const double one_eighth = 1.0 / 8.0;
        private const double one_third = 1.0 / 3.0;

        public static partial class functional
        {
            private static readonly Op _relu = new("relu");
            private static readonly Op _reluInPlace = new("relu_");
            private static readonly Op _relu6 = new("relu6");
            private static readonly Op _relu6InPlace = new("relu6_");
            private static readonly Op _leakyRelu = new("leaky_relu");
            private static readonly Op _leakyReluInPlace = new("leaky_relu_");
            private static readonly Op _celu = new("celu");
            private static readonly Op _celuInPlace = new("celu_");
            private static readonly Op _elu = new("elu");
            private static readonly Op _eluInPlace = new("elu_");
            private static readonly Op _selu = new("selu");
            private static readonly Op _seluInPlace = new("selu_");
            private static readonly Op _silu = new("silu");
            private static readonly Op _siluInPlace = new("silu_");
            private static readonly Op _mish = new("mish");
            private static readonly Op _mishInPlace = new("mish_");
            private static readonly Op _hardsigmoid = new("hardsigmoid");
            private static readonly Op _hardsigmoidInPlace = new("hardsigmoid_");
            private static readonly Op _hardswish = new("hardswish");
            private static readonly Op _hardswishInPlace = new("hardswish_");
            private static readonly Op _hardtanh = new("hardtanh");
            private static readonly Op _hardtanhInPlace = new("hardtanh_");
            private static readonly Op _threshold = new("threshold");
            private static readonly Op _thresholdInPlace = new("threshold_");
            private static readonly Op _tanh = new("tanh");
            private static readonly Op _tanhInPlace = new("tanh_");
            private static readonly Op _sigmoid = new("sigmoid");
            private static readonly Op _sigmoidInPlace = new("sigmoid_");
            private static readonly Op _hardshrink = new("hardshrink");
            private static readonly Op _softshrink = new("softshrink");
            private static readonly Op _softplus = new("softplus");
            private static readonly Op _logSigmoid = new("log_sigmoid");
            private static readonly Op _glu = new("glu");
            private static readonly Op _prelu = new("prelu");
            private static readonly Op _softmax = new("softmax", "int");
            private static readonly Op _logSoftmax = new("log_softmax", "int");
            private static readonly Op _gelu = new("gelu");
            private static readonly Op _geluInPlace = new("gelu_");
            private static readonly Op _rrelu = new("rrelu");
            private static readonly Op _rreluInPlace = new("rrelu_");

            public static Tensor relu(Tensor x, bool inplace = false) =>
                (inplace ? _reluInPlace : _relu).Call(x);

            public static Tensor relu6(Tensor x, bool inplace = false) =>
                (inplace ? _relu6InPlace : _relu6).Call(x);

            public static Tensor leaky_relu(Tensor input, double negative_slope = 0.01, bool inplace = false) =>
                (inplace ? _leakyReluInPlace : _leakyRelu).Call(input, negative_slope);

            public static Tensor celu(Tensor x, double alpha, bool inplace = false) =>
                (inplace ? _celuInPlace : _celu).Call(x, alpha);

            public static Tensor elu(Tensor x, double alpha, bool inplace = false) =>
                (inplace ? _eluInPlace : _elu).Call(x, alpha);

            public static Tensor selu(Tensor x, bool inplace = false) =>
                (inplace ? _seluInPlace : _selu).Call(x);

            public static Tensor silu(Tensor x, bool inplace = false) =>
                (inplace ? _siluInPlace : _silu).Call(x);

            /// <summary>x · tanh(softplus(x)).</summary>
            public static Tensor mish(Tensor x, bool inplace = false) =>
                (inplace ? _mishInPlace : _mish).Call(x);

            public static Tensor hardsigmoid(Tensor input, bool inplace = false) =>
                (inplace ? _hardsigmoidInPlace : _hardsigmoid).Call(input);

            public static Tensor hardswish(Tensor input, bool inplace = false) =>
                (inplace ? _hardswishInPlace : _hardswish).Call(input);

            public static Tensor hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false) =>
                (inplace ? _hardtanhInPlace : _hardtanh).Call(x, min_val, max_val);

            public static Tensor threshold(Tensor x, double threshold, double value, bool inplace = false) =>
                (inplace ? _thresholdInPlace : _threshold).Call(x, threshold, value);

            public static Tensor tanh(Tensor x, bool inplace = false) =>
                (inplace ? _tanhInPlace : _tanh).Call(x);

            public static Tensor sigmoid(Tensor x, bool inplace) =>
                (inplace ? _sigmoidInPlace : _sigmoid).Call(x);

            public static Tensor sigmoid(Tensor x) => sigmoid(x, false);

            public static Tensor hardshrink(Tensor x, double lambda = 0.5) => _hardshrink.Call(x, lambda);

            public static Tensor softshrink(Tensor x, double lambda = 0.5) => _softshrink.Call(x, lambda);

            /// <summary>log(1 + exp(β·x))/β, and x itself where β·x is above the threshold.</summary>
            public static Tensor softplus(Tensor x, double beta = 1, double threshold = 20) => _softplus.Call(x, beta, threshold);

            public static Tensor logsigmoid(Tensor x) => _logSigmoid.Call(x);

            /// <summary>The first half along a dimension times the sigmoid of the second.</summary>
            public static Tensor glu(Tensor input, long dim = -1) => _glu.Call(input, dim);

            public static Tensor prelu(Tensor input, Tensor weight) => _prelu.Call(input, weight);

            /// <param name="approximate">tanh: the cheaper approximation by a hyperbolic tangent.</param>
            public static Tensor gelu(Tensor x, Modules.GELU.Approximate approximate, bool inplace = false) =>
                (inplace ? _geluInPlace : _gelu).Call(x, approximate == Modules.GELU.Approximate.tanh ? "tanh" : "none");

            public static Tensor gelu(Tensor x, bool inplace) => (inplace ? _geluInPlace : _gelu).Call(x);

            public static Tensor gelu(Tensor x) => _gelu.Call(x);

            /// <summary>Leaky ReLU with the mean slope of <paramref name="lower"/> and <paramref name="upper"/>, as in evaluation.</summary>
            public static Tensor rrelu(Tensor x, double lower = one_eighth, double upper = one_third, bool inplace = false) =>
                (inplace ? _rreluInPlace : _rrelu).Call(x, lower, upper);

            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => _softmax.Call(input, dim, dtype);

            public static Tensor log_softmax(Tensor x, long dim) => _logSoftmax.Call(x, dim);

            /// <summary>Softmax over the channels of (batch, channels, height, width).</summary>
            public static Tensor softmax2d(Tensor x) => softmax(x, -3);

            public static Tensor softmin(Tensor x, long dim)
            {
                using var negative = x.neg();
                return softmax(negative, dim);
            }

            /// <summary>x / (1 + |x|).</summary>
            public static Tensor softsign(Tensor x, bool inplace = false)
            {
                using var magnitude = x.abs();
                using var denominator = magnitude.add(1);
                return inplace ? x.div_(denominator).alias() : x.div(denominator);
            }

            /// <summary>x − tanh(x).</summary>
            public static Tensor tanhshrink(Tensor x, bool inplace = false)
            {
                using var tanh = x.tanh();
                return inplace ? x.sub_(tanh).alias() : x.sub(tanh);
            }

            [Obsolete("Not using the PyTorch naming convention.", false)]
            public static Tensor Hardshrink(Tensor x, double lambda = 0.5) => hardshrink(x, lambda);

            [Obsolete("Not using the PyTorch naming convention.", false)]
            public static Tensor Hardtanh(Tensor x, double min_val = -1.0, double max_val = 1.0, bool inplace = false) => hardtanh(x, min_val, max_val, inplace);

            [Obsolete("Not using the PyTorch naming convention.", false)]
            public static Tensor Mish(Tensor x) => mish(x, false);

            [Obsolete("Incorrect name capitalization", false)]
            public static Tensor SiLU(Tensor x, bool inplace = false) => silu(x, inplace);

            [Obsolete("Not using the PyTorch naming convention.", false)]
            public static Tensor Softshrink(Tensor x, double lambda = 0.5) => softshrink(x, lambda);

            [Obsolete("Not using the PyTorch naming convention.", false)]
            public static Tensor Softsign(Tensor x) => softsign(x, false);

            [Obsolete("Not using the PyTorch naming convention.", false)]
            public static Tensor Tanhshrink(Tensor x) => tanhshrink(x, false);

            [Obsolete("Not using the PyTorch naming convention.", false)]
            public static Tensor Threshold(Tensor x, double threshold, double value, bool inplace = false) => nn.functional.threshold(x, threshold, value, inplace);
        }
    }
}
