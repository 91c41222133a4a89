namespace TorchSharp;

public static partial class torch
{
    public enum RoundingMode
    {
        None,
        trunc,
        floor,
    }

    private static string? Text(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();

    // Members whose C# form differs from the operator's schema in more than names.
    public partial class Tensor
    {
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div_Tensor.Call(this, target) : Ops.div_Tensor_mode.Call(this, target, Text(rounding_mode));

        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div_Scalar.Call(this, target) : Ops.div_Scalar_mode.Call(this, target, Text(rounding_mode));

        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div__Tensor.InPlace(this, target) : Ops.div__Tensor_mode.InPlace(this, target, Text(rounding_mode));

        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            rounding_mode == RoundingMode.None ? Ops.div__Scalar.InPlace(this, target) : Ops.div__Scalar_mode.InPlace(this, target, Text(rounding_mode));

        public Tensor divide(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor divide(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div(target, rounding_mode);

        public Tensor divide_(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        public Tensor divide_(Scalar target, RoundingMode rounding_mode = RoundingMode.None) => div_(target, rounding_mode);

        public Tensor round(long decimals = 0L) => decimals == 0 ? Ops.round.Call(this) : Ops.round_decimals.Call(this, decimals);

        public Tensor round_(long decimals = 0L) => decimals == 0 ? Ops.round_.InPlace(this) : Ops.round__decimals.InPlace(this, decimals);

        public Tensor arctan(Tensor other) => atan2(other);

        public Tensor arctan_(Tensor other) => atan2_(other);

        public Tensor polygamma(long p) => Ops.polygamma.Call(p, this);

        public Tensor polygamma_(long p) => Ops.polygamma_.InPlace(this, p);

        public Tensor isin(Tensor test_elements, bool assumeUnique = false, bool invert = false) =>
            Ops.isin_Tensor_Tensor.Call(this, test_elements, assumeUnique, invert);

        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            Ops.bucketize_Tensor.Call(this, boundaries, outInt32, right);

        /// <summary>Element-wise equality, like eq.</summary>
        public Tensor equal(Tensor target) => eq(target);

        /// <summary>True if shape, type and every element agree.</summary>
        public bool Equals(Tensor target) => target is not null && Ops.equal.Bool(this, target);

        public Tensor eq(Tensor target) => target is null ? false : Ops.eq_Tensor.Call(this, target);

        public Tensor eq_(Tensor target) => target is null ? false : Ops.eq__Tensor.InPlace(this, target);

        public Tensor eq(Scalar target) => target is null ? false : Ops.eq_Scalar.Call(this, target);

        public Tensor eq_(Scalar target) => target is null ? false : Ops.eq__Scalar.InPlace(this, target);

        public Tensor where(Tensor condition, Tensor y) => Ops.where_self.Call(condition, this, y);

        public Tensor fill_(Scalar value) => Ops.fill__Scalar.InPlace(this, value);

        public Tensor cumsum(long dim, ScalarType? type = null) => Ops.cumsum.Call(this, dim, type);

        public Tensor cumprod(long dim, ScalarType? type = null) => Ops.cumprod.Call(this, dim, type);

        public Tensor tensordot(Tensor b, long dims = 2)
        {
            if (dims < 0 || dims > Math.Min(Dimensions, b.Dimensions)) throw new ArgumentException($"dims is {dims}; the tensors have {Dimensions} and {b.Dimensions} dimensions.", nameof(dims));
            var mine = new long[dims];
            var others = new long[dims];
            for (var i = 0; i < dims; i++)
            {
                mine[i] = Dimensions - dims + i;
                others[i] = i;
            }
            return tensordot(b, mine, others);
        }

        public Tensor tensordot(Tensor b, (long, long)[] dims) =>
            tensordot(b, Array.ConvertAll(dims, d => d.Item1), Array.ConvertAll(dims, d => d.Item2));

        public Tensor cross(Scalar other, long dim) => Ops.linalg_cross.Call(this, ScalarTensor(other).expand_as(this), dim);

        public Tensor pinverse(double rcond = 1e-15, bool hermitian = false) => Ops.linalg_pinv.Call(this, rcond, hermitian);

        public Tensor vander(long N = -1, bool increasing = false) => linalg.vander(this, N < 0 ? null : N) is var powers && increasing ? powers : powers.flip(-1);

        /// <summary>The transpose of a matrix; for other ranks the dimensions in reverse.</summary>
        public Tensor T => Ops.numpy_T.Call(this);

        public Tensor H => Ops.matrix_H.Call(this);

        /// <summary>The transpose of the last two dimensions.</summary>
        public Tensor mT => Ops.mT.Call(this);

        public Tensor mH => Ops.mH.Call(this);

        public Tensor SparseIndices => Ops._indices.Call(this);

        public Tensor SparseValues => Ops._values.Call(this);

        public Tensor squeeze(long? dim = null) => dim is { } d ? Ops.squeeze_dim.Call(this, d) : Ops.squeeze.Call(this);

        public Tensor squeeze_(long? dim = null) => dim is { } d ? Ops.squeeze__dim.InPlace(this, d) : Ops.squeeze_.InPlace(this);

        public Tensor unflatten(long dim, params long[] sizes) => Ops.unflatten_int.Call(this, dim, sizes);

        public Tensor unflatten(long dim, Size sizes) => unflatten(dim, sizes.Shape);

        public Tensor permute(IEnumerable<long> permutation) => permute(permutation.ToArray());

        public Tensor expand(ReadOnlySpan<long> sizes, bool isImplicit = false) => Ops.expand.Call(this, sizes, isImplicit);

        public Tensor expand(Size sizes, bool isImplicit = false) => Ops.expand.Call(this, sizes.Shape, isImplicit);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Ops.expand.Call(this, sizes, isImplicit);

        public Tensor roll(long shifts, long? dims = null) => Roll([shifts], dims is { } d ? [d] : []);

        public Tensor roll((long, long) shifts, (long, long) dims) => Roll([shifts.Item1, shifts.Item2], [dims.Item1, dims.Item2]);

        public Tensor roll((long, long, long) shifts, (long, long, long) dims) =>
            Roll([shifts.Item1, shifts.Item2, shifts.Item3], [dims.Item1, dims.Item2, dims.Item3]);

        public Tensor roll(long[] shifts, long[] dims) => Roll(shifts, dims);

        public Tensor roll(long[] shifts) => Roll(shifts, [0]);

        public Tensor roll(ReadOnlySpan<long> shifts, ReadOnlySpan<long> dims = default) => Roll(shifts.ToArray(), dims.ToArray());

        private Tensor Roll(long[] shifts, long[] dims) => Ops.roll.Call(this, shifts, dims);

        public Tensor rot90(long k = 1, (long, long)? dims = null) =>
            Ops.rot90.Call(this, k, dims is { } d ? new[] { d.Item1, d.Item2 } : new long[] { 0, 1 });

        public Tensor[] vsplit(Tensor indices) => tensor_split(indices, 0);

        public Tensor[] hsplit(Tensor indices) => tensor_split(indices, 1);

        public Tensor[] dsplit(Tensor indices) => tensor_split(indices, 2);

        public Tensor[] dsplit((long, long, long, long) indices_or_sections) =>
            dsplit(new[] { indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3, indices_or_sections.Item4 });

        public Tensor take_along_dim(IEnumerable<long> indices)
        {
            using var places = torch.tensor(indices.ToArray());
            return take_along_dim(places);
        }

        public Tensor take_along_dim(IEnumerable<long> indices, long dim)
        {
            using var places = torch.tensor(indices.ToArray());
            return take_along_dim(places, dim);
        }

        public IList<Tensor> nonzero_as_list() => Ops.nonzero_numpy.List(this);

        public Tensor random_(double from, double to, torch.Generator? generator = null) => Ops.random__from.InPlace(this, (long)from, (long)to, generator);

        public static Tensor block_diag(params Tensor[] tensors) => torch.block_diag(tensors);

        /// <summary>Loads a tensor that torch's own format holds.</summary>
        public static Tensor load(string location) => torch.load(location);

        /// <summary>Saves in torch's own format, which Python reads with torch.jit.load.</summary>
        public unsafe void save(string location)
        {
            fixed (byte* path = Utf8(location)) Native.Check(Native.ld_save(Handle, path));
            GC.KeepAlive(this);
        }
    }

    internal static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text + "\0");
}
