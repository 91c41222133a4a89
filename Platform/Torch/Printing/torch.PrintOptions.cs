namespace TorchSharp;

/// <summary>How a tensor is written out.</summary>
public enum TensorStringStyle
{
    /// <summary>Shape, type and device only.</summary>
    Metadata,

    /// <summary>Shape, type and device, then rows in aligned columns.</summary>
    Julia,

    /// <summary>Nested brackets.</summary>
    Numpy,

    /// <summary>A C# array expression.</summary>
    CSharp,

    /// <summary>What torch.TensorStringStyle says.</summary>
    Default,
}

public static partial class torch
{
    private static TensorStringStyle s_style = TensorStringStyle.Julia;
    private static PrintOptions s_printing = new("g5", Environment.NewLine, 100, 6, 6);

    public const TensorStringStyle julia = TensorStringStyle.Julia;
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;
    public const TensorStringStyle csharp = TensorStringStyle.CSharp;

    /// <summary>The style of ToString(true), str and print; Julia unless set.</summary>
    public static TensorStringStyle TensorStringStyle
    {
        get => s_style;
        set => s_style = value == TensorStringStyle.Default ? throw new ArgumentException("The style cannot be set to 'Default'") : value;
    }

    public static void set_printoptions(int precision, int? linewidth = null, string? newLine = null, bool sci_mode = false, int? maxRows = null, int? maxColumns = null) =>
        set_printoptions(null, sci_mode ? $"E{precision}" : $"F{precision}", linewidth, newLine, maxRows, maxColumns);

    public static void set_printoptions(TensorStringStyle? style = null, string? floatFormat = null, int? linewidth = null, string? newLine = null, int? maxRows = null, int? maxColumns = null)
    {
        if (style is { } given) s_style = given;
        s_printing = new PrintOptions(floatFormat ?? s_printing.FloatFormat, newLine ?? s_printing.NewLine, linewidth ?? s_printing.LineWidth,
            maxRows ?? s_printing.MaxRows, maxColumns ?? s_printing.MaxColumns);
    }

    internal sealed record PrintOptions(string FloatFormat, string NewLine, int LineWidth, int MaxRows, int MaxColumns);

    internal static PrintOptions Printing => s_printing;

    public partial class Tensor
    {
        /// <summary>Shape, type and device, such as "[2x3], type = Float32, device = cpu".</summary>
        public override string ToString() => TensorText.Metadata(this);

        public string ToString(bool disamb, string? fltFormat = null, int? width = null, System.Globalization.CultureInfo? cultureInfo = null, string? newLine = null) =>
            disamb ? ToString(s_style, fltFormat, width, cultureInfo, newLine) : ToString();

        public string ToString(TensorStringStyle style, string? fltFormat = null, int? width = null, System.Globalization.CultureInfo? cultureInfo = null, string? newLine = null)
        {
            if (style == TensorStringStyle.Default) style = s_style;
            if (style == TensorStringStyle.Metadata || is_meta) return ToString();
            using var scope = NewDisposeScope();
            var text = new TensorText(
                s_printing with { FloatFormat = fltFormat ?? s_printing.FloatFormat, LineWidth = width ?? s_printing.LineWidth, NewLine = newLine ?? s_printing.NewLine },
                cultureInfo ?? System.Globalization.CultureInfo.CurrentCulture);
            var values = detach().cpu();
            return style switch
            {
                TensorStringStyle.Julia => text.Julia(values, ToString()),
                TensorStringStyle.Numpy => text.Numpy(values),
                TensorStringStyle.CSharp => text.CSharp(values, ToString()),
                _ => throw new ArgumentException($"Unsupported tensor string style: {style}", nameof(style)),
            };
        }
    }
}
