namespace TorchSharp;

// Functions whose C# form differs from the operator's schema in more than names.
public static partial class torch
{
    /// <summary>Distances between the rows of x1 (…, P, M) and x2 (…, R, M) in the p-norm: (…, P, R).</summary>
    public static Tensor cdist(Tensor x1, Tensor x2, double p = 2.0, compute_mode compute_mode = compute_mode.use_mm_for_euclid_dist_if_necessary) =>
        Ops.cdist.Call(x1, x2, p, (long)compute_mode);

    public static bool is_complex(Tensor input) => input.is_complex();

    public static bool is_floating_point(Tensor input) => input.is_floating_point();

    public static bool is_nonzero(Tensor input) => input.is_nonzero();

    public static long numel(Tensor input) => input.numel();

    public static Tensor is_neg(Tensor input) => input.is_neg();

    public static Size broadcast_shapes(params long[][] shapes)
    {
        var rank = shapes.Max(s => s.Length);
        var result = new long[rank];
        Array.Fill(result, 1L);
        foreach (var shape in shapes)
        {
            for (var i = 1; i <= shape.Length; i++)
            {
                var size = shape[^i];
                if (size == 1 || size == result[^i]) continue;
                if (result[^i] != 1) throw new ArgumentException($"Shapes do not broadcast: {result[^i]} and {size} at dimension -{i}.", nameof(shapes));
                result[^i] = size;
            }
        }
        return result;
    }

    public static ScalarType promote_types(ScalarType type1, ScalarType type2)
    {
        using var scope = NewDisposeScope();
        return result_type(empty([1], type1), empty([1], type2));
    }

    public static ScalarType result_type(Tensor tensor1, Tensor tensor2) => (ScalarType)Ops.result_type_Tensor.Int(tensor1, tensor2);

    public static bool can_cast(ScalarType from, ScalarType to) => Ops.can_cast.Bool(from, to);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors.ToArray(), dim);

    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors.ToArray(), dim);

    public static Tensor concatenate(ReadOnlySpan<Tensor> tensors, long axis = 0) => cat(tensors.ToArray(), axis);

    public static Tensor column_stack(ReadOnlySpan<Tensor> tensors) => column_stack(tensors.ToArray());

    public static Tensor row_stack(ReadOnlySpan<Tensor> tensors) => row_stack(tensors.ToArray());

    public static Tensor hstack(ReadOnlySpan<Tensor> tensors) => hstack(tensors.ToArray());

    public static Tensor vstack(ReadOnlySpan<Tensor> tensors) => vstack(tensors.ToArray());

    public static Tensor dstack(ReadOnlySpan<Tensor> tensors) => dstack(tensors.ToArray());

    public static Tensor cartesian_prod(ReadOnlySpan<Tensor> tensors) => cartesian_prod(tensors.ToArray());

    public static Tensor[] hsplit(Tensor input, (long, long, long, long) indices_or_sections) =>
        input.hsplit([indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3, indices_or_sections.Item4]);

    public static Tensor moveaxis(Tensor input, (long, long, long, long) source, (long, long, long, long) destination) =>
        input.moveaxis([source.Item1, source.Item2, source.Item3, source.Item4], [destination.Item1, destination.Item2, destination.Item3, destination.Item4]);

    public static Tensor bartlett_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Graded(Ops.bartlett_window_periodic.Call(len, periodic, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor blackman_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Graded(Ops.blackman_window_periodic.Call(len, periodic, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor hamming_window(long len, bool periodic = true, float alpha = 0.54f, float beta = 0.46f, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Graded(Ops.hamming_window_periodic_alpha_beta.Call(len, periodic, (double)alpha, (double)beta, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor hann_window(long len, bool periodic = true, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Graded(Ops.hann_window_periodic.Call(len, periodic, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)), requires_grad);

    public static Tensor kaiser_window(long len, bool periodic = true, float beta = 12.0f, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
        Graded(Ops.kaiser_window_beta.Call(len, periodic, (double)beta, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)), requires_grad);

    /// <summary>Solves min ‖A·X − B‖ for full-rank A.</summary>
    public static (Tensor Solution, Tensor QR) lstsq(Tensor B, Tensor A)
    {
        var (solution, _, _, _) = linalg.lstsq(A, B);
        var (_, r) = linalg.qr(A);
        return (solution, r);
    }

    public static (Tensor P, Tensor? L, Tensor? U) lu_unpack(Tensor LU_data, Tensor LU_pivots, bool unpack_data = true, bool unpack_pivots = true) =>
        Ops.lu_unpack.Triple(LU_data, LU_pivots, unpack_data, unpack_pivots);

    public static (Tensor A_LU, Tensor? pivots, Tensor? infos) lu(Tensor A, bool pivot = true, bool get_infos = false)
    {
        var (factors, pivots, infos) = Ops._lu_with_info.Triple(A, pivot);
        if (get_infos) return (factors, pivots, infos);
        infos.Dispose();
        return (factors, pivots, null);
    }

    public static (Tensor hist, Tensor bin_edges) histogram(Tensor input, long bins, (double min, double max)? range = null, Tensor? weight = null, bool density = false) =>
        Ops.histogram_bin_ct.Pair(input, bins, range is { } r ? new[] { r.min, r.max } : Arg.None, weight, density);

    internal static Tensor Into(Tensor result, Tensor? target)
    {
        if (target is null) return result;
        target.copy_(result);
        result.Dispose();
        return target;
    }

    public static partial class linalg
    {
        /// <summary>How much of Q qr forms.</summary>
        public enum QRMode
        {
            Reduced = 0,
            Complete = 1,
            R = 2,
        }

        public static (Tensor, Tensor) eigh(Tensor input, char UPLO = 'L') => Ops.linalg_eigh.Pair(input, UPLO.ToString());

        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Ops.linalg_eigvalsh.Call(input, UPLO.ToString());

        public static (Tensor Q, Tensor R) qr(Tensor input, QRMode mode = QRMode.Reduced) =>
            Ops.linalg_qr.Pair(input, mode == QRMode.Reduced ? "reduced" : mode == QRMode.Complete ? "complete" : "r");

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other) => LeastSquares(input, other, Arg.None);

        public static (Tensor Solution, Tensor Residuals, Tensor Rank, Tensor SingularValues) lstsq(Tensor input, Tensor other, double rcond) => LeastSquares(input, other, rcond);

        private static (Tensor, Tensor, Tensor, Tensor) LeastSquares(Tensor input, Tensor other, Arg rcond)
        {
            var results = Ops.linalg_lstsq.Many(4, input, other, rcond);
            return (results[0], results[1], results[2], results[3]);
        }
    }

    public static partial class special
    {
        public static Tensor sigmoid(Tensor input) => input.sigmoid();

        public static Tensor sigmoid_(Tensor input) => input.sigmoid_();
    }
}
