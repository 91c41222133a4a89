namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op _dropout = new("dropout");
            private static readonly Op _dropoutInPlace = new("dropout_");
            private static readonly Op _featureDropout = new("feature_dropout");
            private static readonly Op _featureDropoutInPlace = new("feature_dropout_");
            private static readonly Op _alphaDropout = new("alpha_dropout");
            private static readonly Op _alphaDropoutInPlace = new("alpha_dropout_");
            private static readonly Op _featureAlphaDropout = new("feature_alpha_dropout");
            private static readonly Op _featureAlphaDropoutInPlace = new("feature_alpha_dropout_");

            /// <summary>Zeroes each element with probability p and divides the others by 1 − p.</summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                (inplace ? _dropoutInPlace : _dropout).Call(input, Probability(p), training);

            /// <summary>Drops whole channels of (batch, channels, length).</summary>
            public static Tensor dropout1d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                (inplace ? _featureDropoutInPlace : _featureDropout).Call(input, Probability(p), training);

            /// <summary>Drops whole channels of (batch, channels, height, width).</summary>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                (inplace ? _featureDropoutInPlace : _featureDropout).Call(input, Probability(p), training);

            /// <summary>Drops whole channels of (batch, channels, depth, height, width).</summary>
            public static Tensor dropout3d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                (inplace ? _featureDropoutInPlace : _featureDropout).Call(input, Probability(p), training);

            /// <summary>Dropout that keeps the mean and variance of SELU's outputs.</summary>
            public static Tensor alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                (inplace ? _alphaDropoutInPlace : _alphaDropout).Call(input, Probability(p), training);

            public static Tensor feature_alpha_dropout(Tensor input, double p = 0.5, bool training = false, bool inplace = false) =>
                (inplace ? _featureAlphaDropoutInPlace : _featureAlphaDropout).Call(input, Probability(p), training);

            private static double Probability(double p) => p is >= 0 and <= 1
                ? p
                : throw new ArgumentException($"dropout probability has to be between 0 and 1, but got {p}", nameof(p));
        }
    }
}
