using System.Runtime.InteropServices;

namespace TorchSharp;

internal static unsafe partial class Native
{
    [DllImport(Library)] internal static extern int ld_zero_grads(nint* parameters, int count, int setToNone);
    [DllImport(Library)] internal static extern int ld_adam(nint* parameters, nint* expAvg, nint* expAvgSq, nint* maxExpAvgSq, long* steps, int count, double lr, double beta1, double beta2, double eps, double weightDecay, int flags);
    [DllImport(Library)] internal static extern int ld_sgd(nint* parameters, nint* buffers, int count, double lr, double momentum, double dampening, double weightDecay, int flags);
    [DllImport(Library)] internal static extern int ld_rmsprop(nint* parameters, nint* squareAvg, nint* momentumBuffer, nint* gradAvg, long* steps, int count, double lr, double alpha, double eps, double weightDecay, double momentum, int flags);
    [DllImport(Library)] internal static extern int ld_adagrad(nint* parameters, nint* sums, long* steps, int count, double lr, double lrDecay, double weightDecay, double eps);
    [DllImport(Library)] internal static extern int ld_clip_grad_norm(nint* parameters, int count, double maxNorm, double normType, double* total);
}
