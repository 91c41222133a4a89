using System.Runtime.Intrinsics;
using LeanDeep.Training.Networks;

namespace LeanDeep.Training.Fused;

/// <summary>Which registers the fused trainer uses.</summary>
internal enum LaneWidth
{
    Scalar = 1,
    Vector128 = 4,
    Vector256 = 8,
    Vector512 = 16,
}

internal static class LaneWidths
{
    /// <summary>The widest that this processor has.</summary>
    public static LaneWidth Widest =>
        Vector512.IsHardwareAccelerated ? LaneWidth.Vector512
        : Vector256.IsHardwareAccelerated ? LaneWidth.Vector256
        : Vector128.IsHardwareAccelerated ? LaneWidth.Vector128
        : LaneWidth.Scalar;

    /// <summary>The kernels of a width.</summary>
    public static FusedPass Pass(LaneWidth width, FusedNetwork network, DenseNetworkOptions options, float[] mean, float[] inverseScale) => width switch
    {
        LaneWidth.Vector512 => new FusedPass<Lanes512, Vector512<float>>(network, options, mean, inverseScale),
        LaneWidth.Vector256 => new FusedPass<Lanes256, Vector256<float>>(network, options, mean, inverseScale),
        LaneWidth.Vector128 => new FusedPass<Lanes128, Vector128<float>>(network, options, mean, inverseScale),
        _ => new FusedPass<LanesScalar, float>(network, options, mean, inverseScale),
    };
}
