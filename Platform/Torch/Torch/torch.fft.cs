namespace TorchSharp;

/// <summary>Where a Fourier transform is scaled by 1/n: on the way back, forward, or half each way.</summary>
public enum FFTNormType
{
    Backward = 0,
    Forward = 1,
    Ortho = 2,
}

public static partial class torch
{
    // Discrete Fourier transforms; n = -1 and s = null keep the input's sizes.
    public static partial class fft
    {
        public static Tensor fft_(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) => One(Ops.fft_fft, input, n, dim, norm);

        public static Tensor ifft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) => One(Ops.fft_ifft, input, n, dim, norm);

        public static Tensor rfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) => One(Ops.fft_rfft, input, n, dim, norm);

        public static Tensor irfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) => One(Ops.fft_irfft, input, n, dim, norm);

        public static Tensor hfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) => One(Ops.fft_hfft, input, n, dim, norm);

        public static Tensor ihfft(Tensor input, long n = -1, long dim = -1, FFTNormType norm = FFTNormType.Backward) => One(Ops.fft_ihfft, input, n, dim, norm);

        public static Tensor fft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Several(Ops.fft_fft2, input, s, dim ?? [-2, -1], norm);

        public static Tensor ifft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Several(Ops.fft_ifft2, input, s, dim ?? [-2, -1], norm);

        public static Tensor rfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Several(Ops.fft_rfft2, input, s, dim ?? [-2, -1], norm);

        public static Tensor irfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Several(Ops.fft_irfft2, input, s, dim ?? [-2, -1], norm);

        public static Tensor hfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Several(Ops.fft_hfft2, input, s, dim ?? [-2, -1], norm);

        public static Tensor ihfft2(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Several(Ops.fft_ihfft2, input, s, dim ?? [-2, -1], norm);

        public static Tensor fftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Several(Ops.fft_fftn, input, s, dim, norm);

        public static Tensor ifftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Several(Ops.fft_ifftn, input, s, dim, norm);

        public static Tensor rfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Several(Ops.fft_rfftn, input, s, dim, norm);

        public static Tensor irfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Several(Ops.fft_irfftn, input, s, dim, norm);

        public static Tensor hfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Several(Ops.fft_hfftn, input, s, dim, norm);

        public static Tensor ihfftn(Tensor input, long[]? s = null, long[]? dim = null, FFTNormType norm = FFTNormType.Backward) => Several(Ops.fft_ihfftn, input, s, dim, norm);

        public static Tensor fftshift(Tensor input, long[]? dim = null) => Ops.fft_fftshift.Call(input, dim);

        public static Tensor ifftshift(Tensor input, long[]? dim = null) => Ops.fft_ifftshift.Call(input, dim);

        public static Tensor fftfreq(long n, double d = 1.0, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Graded(Ops.fft_fftfreq.Call(n, d, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)), requires_grad);

        public static Tensor rfftfreq(long n, double d = 1.0, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            Graded(Ops.fft_rfftfreq.Call(n, d, dtype ?? s_defaultType, Arg.None, InitializeDevice(device)), requires_grad);

        private static Tensor One(Op op, Tensor input, long n, long dim, FFTNormType norm) => op.Call(input, n < 0 ? Arg.None : n, dim, Name(norm));

        private static Tensor Several(Op op, Tensor input, long[]? s, long[]? dim, FFTNormType norm) => op.Call(input, s, dim, Name(norm));

        private static string Name(FFTNormType norm) => norm switch
        {
            FFTNormType.Forward => "forward",
            FFTNormType.Ortho => "ortho",
            _ => "backward",
        };
    }
}
