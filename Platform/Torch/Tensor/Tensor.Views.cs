namespace TorchSharp;

public static partial class torch
{
    // Shapes: views, splits, joins of dimensions and copies.
    public partial class Tensor
    {
        public Tensor alias() => Ops.alias.Call(this);

        public Tensor type_as(Tensor tensor) => Ops.type_as.Call(this, tensor);

        public Tensor set_(Tensor source) => Ops.set__source_Tensor.InPlace(this, source);

        public Tensor as_strided(long[] size, long[] strides, long storageOffset = 0L) => Ops.as_strided.Call(this, size, strides, storageOffset);

        public Tensor to_dense() => Ops.to_dense.Call(this);

        public Tensor to_sparse() => Ops.to_sparse.Call(this);

        public Tensor to_sparse(int sparse_dim) => Ops.to_sparse_sparse_dim.Call(this, sparse_dim);

        public Tensor clone() => Ops.clone.Call(this);

        public Tensor copy_(Tensor source, bool nonBlocking = false) => Ops.copy_.InPlace(this, source, nonBlocking);

        public Tensor contiguous() => Ops.contiguous.Call(this);

        public Tensor reshape(params long[] shape) => Ops.reshape.Call(this, shape);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Ops.flatten_using_ints.Call(this, start_dim, end_dim);

        public Tensor t() => Ops.t.Call(this);

        public Tensor transpose(long dim0, long dim1) => Ops.transpose_int.Call(this, dim0, dim1);

        public Tensor transpose_(long dim0, long dim1) => Ops.transpose_.InPlace(this, dim0, dim1);

        public Tensor adjoint() => Ops.adjoint.Call(this);

        public Tensor tril(long diagonal = 0) => Ops.tril.Call(this, diagonal);

        public Tensor tril_(long diagonal = 0) => Ops.tril_.InPlace(this, diagonal);

        public Tensor triu(long diagonal = 0) => Ops.triu.Call(this, diagonal);

        public Tensor triu_(long diagonal = 0) => Ops.triu_.InPlace(this, diagonal);

        public Tensor swapdims(long dim0, long dim1) => Ops.swapdims.Call(this, dim0, dim1);

        public Tensor swapaxes(long dim0, long dim1) => Ops.swapaxes.Call(this, dim0, dim1);

        public Tensor view(params long[] shape) => Ops.view.Call(this, shape);

        public Tensor view_as(Tensor other) => Ops.view_as.Call(this, other);

        public Tensor view_as_complex() => Ops.view_as_complex.Call(this);

        public Tensor view_as_real() => Ops.view_as_real.Call(this);

        public Tensor tile(long[] reps) => Ops.tile.Call(this, reps);

        public Tensor ravel() => Ops.ravel.Call(this);

        public Tensor diag(long diagonal = 0) => Ops.diag.Call(this, diagonal);

        public Tensor diag_embed(long offset = 0L, long dim1 = -2L, long dim2 = -1L) => Ops.diag_embed.Call(this, offset, dim1, dim2);

        public Tensor diagflat(long offset = 0) => Ops.diagflat.Call(this, offset);

        public Tensor diagonal(long offset = 0L, long dim1 = 0L, long dim2 = 1L) => Ops.diagonal.Call(this, offset, dim1, dim2);

        public Tensor[] unbind(long dimension = 0L) => Ops.unbind_int.List(this, dimension);

        public Tensor unfold(long dimension, long size, long step) => Ops.unfold.Call(this, dimension, size, step);

        public Tensor[] split(long size, int dim = 0) => Ops.split_Tensor.List(this, size, dim);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Ops.split_sizes.List(this, sizes, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Ops.split_sizes.List(this, sizes, dim);

        public Tensor[] split(params long[] sizes) => Ops.split_sizes.List(this, sizes);

        public Tensor[] tensor_split(long size, long dim = 0L) => Ops.tensor_split_sections.List(this, size, dim);

        public Tensor[] tensor_split(long[] sizes, long dim = 0L) => Ops.tensor_split_indices.List(this, sizes, dim);

        public Tensor[] tensor_split(Tensor indices, long dim = 0L) => Ops.tensor_split_tensor_indices_or_sections.List(this, indices, dim);

        public Tensor[] vsplit(long size) => Ops.vsplit_int.List(this, size);

        public Tensor[] vsplit(params long[] sizes) => Ops.vsplit_array.List(this, sizes);

        public Tensor[] hsplit(long size) => Ops.hsplit_int.List(this, size);

        public Tensor[] hsplit(params long[] sizes) => Ops.hsplit_array.List(this, sizes);

        public Tensor[] dsplit(long size) => Ops.dsplit_int.List(this, size);

        public Tensor[] dsplit((long, long) indices_or_sections) => Ops.dsplit_array.List(this, new[] { indices_or_sections.Item1, indices_or_sections.Item2 });

        public Tensor[] dsplit((long, long, long) indices_or_sections) => Ops.dsplit_array.List(this, new[] { indices_or_sections.Item1, indices_or_sections.Item2, indices_or_sections.Item3 });

        public Tensor[] dsplit(params long[] sizes) => Ops.dsplit_array.List(this, sizes);

        public Tensor[] chunk(long chunks, long dim = 0L) => Ops.chunk.List(this, chunks, dim);

        public Tensor expand_as(Tensor other) => Ops.expand_as.Call(this, other);

        public Tensor expand(params long[] sizes) => Ops.expand.Call(this, sizes);

        public Tensor repeat(params long[] sizes) => Ops.repeat.Call(this, sizes);

        public Tensor repeat_interleave(Tensor repeats, long? dim = null, long? output_size = null) => Ops.repeat_interleave_self_Tensor.Call(this, repeats, dim, output_size);

        public Tensor repeat_interleave(long repeats, long? dim = null, long? output_size = null) => Ops.repeat_interleave_self_int.Call(this, repeats, dim, output_size);

        public Tensor broadcast_to(params long[] shape) => Ops.broadcast_to.Call(this, shape);

        public Tensor movedim(long[] source, long[] destination) => Ops.movedim_intlist.Call(this, source, destination);

        public Tensor moveaxis(long[] source, long[] destination) => Ops.moveaxis_intlist.Call(this, source, destination);

        public Tensor permute(params long[] permutation) => Ops.permute.Call(this, permutation);

        public Tensor zero_() => Ops.zero_.InPlace(this);

        public Tensor detach() => Ops.detach.Call(this);

        public Tensor flip(params long[] dims) => Ops.flip.Call(this, dims);

        public Tensor fliplr() => Ops.fliplr.Call(this);

        public Tensor flipud() => Ops.flipud.Call(this);

        public Tensor narrow(long dim, long start, long length) => Ops.narrow.Call(this, dim, start, length);

        public Tensor slice(long dim, long start, long finish, long step) => Ops.slice_Tensor.Call(this, dim, start, finish, step);

        public Tensor unsqueeze(long dim) => Ops.unsqueeze.Call(this, dim);

        public Tensor unsqueeze_(long dim) => Ops.unsqueeze_.InPlace(this, dim);

        public Tensor atleast_1d() => Ops.atleast_1d.Call(this);

        public Tensor atleast_2d() => Ops.atleast_2d.Call(this);

        public Tensor atleast_3d() => Ops.atleast_3d.Call(this);
    }
}
