namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>How a loss comes from the losses of the elements.</summary>
        public enum Reduction : long
        {
            None = 0,
            Mean = 1,
            Sum = 2,
        }

        public static partial class functional
        {
            private static readonly Op _crossEntropy = new("cross_entropy_loss");
            private static readonly Op _binaryCrossEntropy = new("binary_cross_entropy");
            private static readonly Op _binaryCrossEntropyWithLogits = new("binary_cross_entropy_with_logits");
            private static readonly Op _poissonNll = new("poisson_nll_loss");
            private static readonly Op _cosineEmbedding = new("cosine_embedding_loss");
            private static readonly Op _ctc = new("ctc_loss", "Tensor");
            private static readonly Op _hingeEmbedding = new("hinge_embedding_loss");
            private static readonly Op _huber = new("huber_loss");
            private static readonly Op _marginRanking = new("margin_ranking_loss");
            private static readonly Op _multilabelMargin = new("multilabel_margin_loss");
            private static readonly Op _multiMargin = new("multi_margin_loss");
            private static readonly Op _mse = new("mse_loss");
            private static readonly Op _l1 = new("l1_loss");
            private static readonly Op _nll = new("nll_loss_nd");
            private static readonly Op _klDiv = new("kl_div");
            private static readonly Op _smoothL1 = new("smooth_l1_loss");
            private static readonly Op _softMargin = new("soft_margin_loss");
            private static readonly Op _tripletMargin = new("triplet_margin_loss");

            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                _mse.Call(input, target, (long)reduction);

            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                _l1.Call(input, target, (long)reduction);

            /// <summary>Squared below <paramref name="beta"/>, absolute above, divided by β.</summary>
            public static Tensor smooth_l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean, double beta = 1.0) =>
                _smoothL1.Call(input, target, (long)reduction, beta);

            /// <summary>Squared below <paramref name="delta"/>, absolute above.</summary>
            public static Tensor huber_loss(Tensor input, Tensor target, double delta = 1.0, Reduction reduction = Reduction.Mean) =>
                _huber.Call(input, target, (long)reduction, delta);

            /// <param name="input">(batch, classes, …) logits.</param>
            /// <param name="target">(batch, …) classes, or probabilities of the shape of the input.</param>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100, Reduction reduction = Reduction.Mean, double label_smoothing = 0.0) =>
                _crossEntropy.Call(input, target, weight, (long)reduction, ignore_index, label_smoothing);

            /// <param name="input">(batch, classes, …) log-probabilities.</param>
            /// <param name="target">(batch, …) classes.</param>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                _nll.Call(input, target, weight, (long)reduction);

            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                _binaryCrossEntropy.Call(input, target, weight, (long)reduction);

            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean, Tensor? pos_weights = null) =>
                _binaryCrossEntropyWithLogits.Call(input, target, weight, pos_weights, (long)reduction);

            /// <param name="input">Log-probabilities.</param>
            /// <param name="log_target">Whether the target is in logarithms too (PyTorch's default is not).</param>
            public static Tensor kl_div(Tensor input, Tensor target, bool log_target = true, Reduction reduction = Reduction.Mean) =>
                _klDiv.Call(input, target, (long)reduction, log_target);

            /// <param name="log_input">The input is the logarithm of the rate.</param>
            /// <param name="full">Add Stirling's approximation of the constant term.</param>
            public static Tensor poisson_nll_loss(Tensor input, Tensor target, bool log_input = true, bool full = false, float eps = 1e-8f, Reduction reduction = Reduction.Mean) =>
                _poissonNll.Call(input, target, log_input, full, (double)eps, (long)reduction);

            /// <summary>The negative log-likelihood of normal variables; summed over each sample's elements, then reduced over the samples.</summary>
            /// <param name="variance">Of the shape of the input, or one for each sample; it counts as <paramref name="eps"/> at least.</param>
            /// <param name="full">Add the constant term.</param>
            public static Tensor gaussian_nll_loss(Tensor input, Tensor target, Tensor variance, bool full = false, float eps = 1e-6f, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                if (!input.shape.AsSpan().SequenceEqual(target.shape))
                    throw new ArgumentException($"input and target must have the same shape: ({string.Join(", ", input.shape)}), ({string.Join(", ", target.shape)})", nameof(target));
                var samples = input.shape[0];
                input = input.reshape(samples, -1);
                target = target.reshape(samples, -1);
                variance = variance.reshape(samples, -1);
                if (variance.shape[1] != input.shape[1] && variance.shape[1] != 1)
                    throw new ArgumentException($"variance has the wrong shape: {variance.shape[1]} a sample, expected 1 or {input.shape[1]}", nameof(variance));
                if (variance.lt(0).any().item<bool>())
                    throw new ArgumentException("variance has negative entry/entries", nameof(variance));
                Tensor bounded;
                using (no_grad())
                    bounded = variance.clamp_min(eps).sub(variance);
                // The bound is not differentiated: the gradient is that at the bounded value.
                variance = variance.add(bounded);
                var loss = input.sub(target).square().div(variance).add(variance.log()).mul(0.5).sum(1);
                if (full)
                    loss = loss.add(0.5 * input.shape[1] * Math.Log(2 * Math.PI));
                return Reduced(loss, reduction).MoveToOuterDisposeScope();
            }

            public static Tensor cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                _cosineEmbedding.Call(input1, input2, target, margin, (long)reduction);

            public static Tensor ctc_loss(Tensor log_probs, Tensor targets, Tensor input_lengths, Tensor target_lengths, long blank = 0, bool zero_infinity = false, Reduction reduction = Reduction.Mean) =>
                _ctc.Call(log_probs, targets, input_lengths, target_lengths, blank, (long)reduction, zero_infinity);

            public static Tensor hinge_embedding_loss(Tensor input, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                _hingeEmbedding.Call(input, target, margin, (long)reduction);

            public static Tensor margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, double margin = 0.0, Reduction reduction = Reduction.Mean) =>
                _marginRanking.Call(input1, input2, target, margin, (long)reduction);

            public static Tensor multi_label_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                _multilabelMargin.Call(input, target, (long)reduction);

            public static Tensor multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean)
            {
                using var scope = NewDisposeScope();
                var loss = binary_cross_entropy_with_logits(input, target, weight, Reduction.None).mean(new long[] { -1 });
                return Reduced(loss, reduction).MoveToOuterDisposeScope();
            }

            public static Tensor multi_margin_loss(Tensor input, Tensor target, int p = 1, double margin = 1.0, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                _multiMargin.Call(input, target, p, margin, weight, (long)reduction);

            public static Tensor soft_margin_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean) =>
                _softMargin.Call(input, target, (long)reduction);

            public static Tensor triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, double margin = 1.0, long p = 2, double eps = 1e-06, bool swap = false, Reduction reduction = Reduction.Mean) =>
                _tripletMargin.Call(anchor, positive, negative, margin, (double)p, eps, swap, (long)reduction);

            /// <param name="distance">Default: <see cref="pairwise_distance"/>.</param>
            public static Tensor triplet_margin_with_distance_loss(Tensor anchor, Tensor positive, Tensor negative, Func<Tensor, Tensor, Tensor>? distance = null, double margin = 1.0, bool swap = false, Reduction reduction = Reduction.Mean)
            {
                distance ??= (x, y) => pairwise_distance(x, y);
                using var scope = NewDisposeScope();
                var near = distance(anchor, positive);
                var far = distance(anchor, negative);
                if (swap)
                    far = minimum(far, distance(positive, negative));
                return Reduced(relu(near.sub(far).add(margin)), reduction).MoveToOuterDisposeScope();
            }

            private static Tensor Reduced(Tensor loss, Reduction reduction) => reduction switch
            {
                Reduction.Mean => loss.mean(),
                Reduction.Sum => loss.sum(),
                _ => loss,
            };
        }
    }
}
