namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op _linear = new("linear");
            private static readonly Op _bilinear = new("bilinear");
            private static readonly Op _oneHot = new("one_hot");
            private static readonly Op _cosineSimilarity = new("cosine_similarity");
            private static readonly Op _pairwiseDistance = new("pairwise_distance");

            /// <param name="input">(…, in)</param>
            /// <param name="weights">(out, in)</param>
            /// <param name="bias">(out)</param>
            /// <returns>(…, out)</returns>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => _linear.Call(input, weights, bias);

            /// <param name="input1">(…, in1)</param>
            /// <param name="input2">(…, in2)</param>
            /// <param name="weight">(out, in1, in2)</param>
            /// <param name="bias">(out)</param>
            /// <returns>(…, out)</returns>
            public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias = null) =>
                _bilinear.Call(input1, input2, weight, bias);

            /// <param name="x">Classes, int64.</param>
            /// <param name="num_classes">The length of the new last dimension; -1: the largest class and one.</param>
            public static Tensor one_hot(Tensor x, long num_classes = -1)
            {
                if (x.dtype != ScalarType.Int64)
                    throw new ArgumentException($"one_hot: expected classes of type Int64, got {x.dtype}", nameof(x));
                return _oneHot.Call(x, num_classes);
            }

            public static Tensor cosine_similarity(Tensor x1, Tensor x2, long dim = 1, double eps = 1e-8) =>
                _cosineSimilarity.Call(x1, x2, dim, eps);

            /// <summary>The p-norm of the difference over the last dimension; <paramref name="eps"/> is added to the difference.</summary>
            public static Tensor pairwise_distance(Tensor input1, Tensor input2, double p = 2.0, double eps = 1e-6, bool keepdim = false) =>
                _pairwiseDistance.Call(input1, input2, p, eps, keepdim);
        }
    }
}
