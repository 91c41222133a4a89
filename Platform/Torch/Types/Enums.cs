namespace TorchSharp;

public enum DeviceType
{
    CPU = 0,
    CUDA = 1,
    MKLDNN = 2,
    OPENGL = 3,
    OPENCL = 4,
    IDEEP = 5,
    HIP = 6,
    FPGA = 7,
    MSNPU = 8,
    XLA = 9,
    MPS = 13,
    META = 14,
}

public enum layout
{
    strided,
    sparse_coo,
}

public enum memory_format
{
    preserve_format,
    contiguous_format,
    channels_last,
}

/// <summary>How cdist forms Euclidean distances: through a matrix product where that is faster (more than 25 rows), always, or never.</summary>
public enum compute_mode
{
    use_mm_for_euclid_dist_if_necessary = 0,
    use_mm_for_euclid_dist = 1,
    donot_use_mm_for_euclid_dist = 2,
}

public enum indexing
{
    xy,
    ij,
}

public enum Reduce
{
    prod,
    mean,
    amax,
    amin,
}
