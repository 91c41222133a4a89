namespace TorchSharp;

public static partial class torch
{
    // What a tensor is: shape, element type, device, place in the graph.
    public unsafe partial class Tensor
    {
        public long Dimensions
        {
            get
            {
                var dimensions = Native.Check(Native.ld_dim(Handle));
                GC.KeepAlive(this);
                return dimensions;
            }
        }

        public long dim() => Dimensions;

        public long ndim => Dimensions;

        public long NumberOfElements => Describe().Numel;

        public long numel() => NumberOfElements;

        /// <summary>Bytes of one element.</summary>
        public long ElementSize => Describe().ElementSize;

        public long element_size() => ElementSize;

        public ScalarType dtype
        {
            get
            {
                var type = Native.Check(Native.ld_dtype(Handle));
                GC.KeepAlive(this);
                return (ScalarType)type;
            }
        }

        public torch.Device device
        {
            get
            {
                var info = Describe();
                return info.Device == (int)DeviceType.CPU ? new Device(DeviceType.CPU) : new Device((DeviceType)info.Device, info.Index);
            }
        }

        public int device_index => Describe().Index;

        public DeviceType device_type => (DeviceType)Describe().Device;

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_sparse => Describe().Layout == 1;

        public bool is_leaf => Describe().Leaf != 0;

        public bool is_contiguous() => Describe().Contiguous != 0;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_quantized() => torch.is_quantized(dtype);

        public bool is_nonzero() => Ops.is_nonzero.Bool(this);

        public bool is_conj() => Ops.is_conj.Bool(this);

        public bool is_neg() => Ops.is_neg.Bool(this);

        public bool is_pinned() => Ops.is_pinned.Bool(this);

        public Tensor pin_memory() => Ops.pin_memory.Call(this);

        public long storage_offset() => Describe().StorageOffset;

        /// <summary>The sizes of all dimensions; empty for a scalar.</summary>
        public long[] shape => size();

        public long[] size()
        {
            var sizes = new long[Dimensions];
            fixed (long* p = sizes) Native.Check(Native.ld_sizes(Handle, p));
            GC.KeepAlive(this);
            return sizes;
        }

        public long size(int dim)
        {
            var sizes = stackalloc long[(int)Math.Max(1, Dimensions)];
            Native.Check(Native.ld_sizes(Handle, sizes));
            GC.KeepAlive(this);
            return sizes[Wrap(dim)];
        }

        public long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* p = strides) Native.Check(Native.ld_strides(Handle, p));
            GC.KeepAlive(this);
            return strides;
        }

        public long stride(int dim)
        {
            var strides = stackalloc long[(int)Math.Max(1, Dimensions)];
            Native.Check(Native.ld_strides(Handle, strides));
            GC.KeepAlive(this);
            return strides[Wrap(dim)];
        }

        private int Wrap(int dim)
        {
            var dimensions = (int)Dimensions;
            if (dim < -dimensions || dim >= dimensions)
                throw new System.Runtime.InteropServices.ExternalException($"Dimension out of range (expected to be in range of [{-dimensions}, {dimensions - 1}], but got {dim})");
            return dim < 0 ? dim + dimensions : dim;
        }

        private Native.Info Describe()
        {
            Native.Info info;
            Native.Check(Native.ld_info(Handle, &info));
            GC.KeepAlive(this);
            return info;
        }
    }
}
