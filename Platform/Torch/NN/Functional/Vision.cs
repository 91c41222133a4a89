namespace TorchSharp;

public static partial class torch
{
    public enum GridSampleMode
    {
        Nearest = 0,
        Bilinear = 2,
    }

    public enum GridSamplePaddingMode
    {
        Zeros = 0,
        Reflection = 1,
        Border = 2,
    }

    public static partial class nn
    {
        public static partial class functional
        {
            private static readonly Op _gridSampler = new("grid_sampler");
            private static readonly Op _affineGrid = new("affine_grid_generator");
            private static readonly Op _im2col = new("im2col");

            /// <summary>Samples an image at given places.</summary>
            /// <param name="input">(batch, channels, height, width)</param>
            /// <param name="grid">(batch, out height, out width, 2): x and y, −1 to 1 across the image.</param>
            /// <param name="mode">Interpolation.</param>
            /// <param name="padding_mode">What lies outside of the image.</param>
            /// <param name="align_corners">Whether −1 and 1 are the centres of the outer pixels (default: their outer edges).</param>
            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
            {
                // ATen counts bilinear, nearest and zeros, border, reflection.
                var interpolation = mode == GridSampleMode.Nearest ? 1 : 0;
                var outside = padding_mode switch
                {
                    GridSamplePaddingMode.Border => 1,
                    GridSamplePaddingMode.Reflection => 2,
                    _ => 0,
                };
                return _gridSampler.Call(input, grid, interpolation, outside, align_corners ?? false);
            }

            /// <param name="theta">(batch, 2, 3) affine maps.</param>
            /// <param name="size">(batch, channels, height, width) of the image to be made.</param>
            /// <param name="align_corners">As in <see cref="grid_sample"/>.</param>
            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false) => _affineGrid.Call(theta, size, align_corners);

            /// <summary>Sliding blocks of images as columns.</summary>
            public static Tensor unfold(Tensor input, long kernel_size, long dilation = 1, long padding = 0, long stride = 1) =>
                unfold(input, (kernel_size, kernel_size), (dilation, dilation), (padding, padding), (stride, stride));

            public static Tensor unfold(Tensor input, (long, long) kernel_size, (long, long)? dilation = null, (long, long)? padding = null, (long, long)? stride = null) =>
                _im2col.Call(input, Array(kernel_size), Array(dilation ?? (1, 1)), Array(padding ?? (0, 0)), Array(stride ?? (1, 1)));
        }
    }
}
