using System.Globalization;
using System.Text;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Writes the elements of a CPU tensor as text; long dimensions are elided to the options' rows and columns.</summary>
internal sealed class TensorText(PrintOptions options, CultureInfo culture)
{
    internal static string Metadata(Tensor tensor) => tensor.IsInvalid ? ""
        : $"[{string.Join("x", tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}";

    internal string Numpy(Tensor tensor) => Nested(tensor, tensor.dim(), "[", "]", "", "");

    internal string CSharp(Tensor tensor, string metadata)
    {
        if (tensor.dim() == 0) return $"{metadata}, value = {Value(tensor, "")}";
        var suffix = tensor.dtype == ScalarType.Float32 ? "f" : tensor.dtype == ScalarType.Int64 ? "L" : "";
        return $"{metadata}, value = {TypeOf(tensor.dtype)?.Name ?? "object"}[{new string(',', (int)tensor.dim() - 1)}] {Nested(tensor, tensor.dim(), "{", "}", ",", suffix)}";
    }

    internal string Julia(Tensor tensor, string metadata)
    {
        if (tensor.dim() == 0) return $"{metadata}, value = {Value(tensor, "")}";
        var text = new StringBuilder(metadata);
        Planes(tensor, [], text);
        return text.ToString();
    }

    // Matrices one after another, each under its leading indices.
    private void Planes(Tensor tensor, long[] place, StringBuilder text)
    {
        if (tensor.dim() <= 2)
        {
            text.Append(options.NewLine);
            if (place.Length > 0) text.Append('[').Append(string.Join(",", place)).Append(",..,..] =").Append(options.NewLine);
            Columns(tensor.dim() == 1 ? tensor.unsqueeze(0) : tensor, text);
            return;
        }
        for (long i = 0; i < tensor.shape[0]; i++) Planes(tensor[i], [.. place, i], text);
    }

    private void Columns(Tensor matrix, StringBuilder text)
    {
        var rows = (int)matrix.shape[0];
        var columns = (int)Math.Min(matrix.shape[1], options.LineWidth / 2);
        var cells = new string[rows, columns];
        var widths = new int[columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                cells[i, j] = Value(matrix[i, j], "");
                widths[j] = Math.Max(widths[j], cells[i, j].Length);
            }
        }
        var shown = 0;
        for (var left = options.LineWidth - 4; shown < columns && left >= widths[shown]; shown++) left -= widths[shown] + 1;
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < shown; j++) text.Append(' ').Append(cells[i, j].PadLeft(widths[j]));
            if (shown < matrix.shape[1]) text.Append(" ...");
            text.Append(options.NewLine);
        }
    }

    private string Nested(Tensor tensor, long rank, string open, string close, string separator, string suffix)
    {
        if (tensor.dim() == 0) return Value(tensor, suffix);
        var line = tensor.dim() == 1;
        var limit = line ? options.MaxColumns : options.MaxRows;
        var size = tensor.shape[0];
        var indent = new string(' ', (int)(rank - tensor.dim() + 1));
        var between = line ? ", " : separator + string.Concat(Enumerable.Repeat(options.NewLine, separator.Length > 0 ? 1 : (int)tensor.dim() - 1)) + indent;
        var parts = new List<string>();
        var elided = -1;
        for (long i = 0; i < size; i++)
        {
            if (size > limit && i == limit - limit / 2)
            {
                elided = parts.Count;
                i = size - limit / 2 - 1;
                continue;
            }
            parts.Add(Nested(tensor[i], rank, open, close, separator, suffix));
        }
        if (elided < 0) return open + string.Join(between, parts) + close;
        var gap = line ? "... " : "..." + options.NewLine + indent;
        return open + string.Join(between, parts.Take(elided)) + between + gap + string.Join(between, parts.Skip(elided)) + close;
    }

    private string Value(Tensor element, string suffix)
    {
        var scalar = element.ToScalar();
        if (is_complex(element.dtype))
        {
            var number = scalar.ToComplexFloat64();
            return $"{Number(number.Real)}{(number.Imaginary < 0 ? "" : "+")}{Number(number.Imaginary)}i";
        }
        return element.dtype switch
        {
            ScalarType.Bool => scalar.ToBoolean().ToString(culture),
            ScalarType.Float64 => Number(scalar.ToDouble()) + suffix,
            ScalarType.Float32 or ScalarType.Float16 or ScalarType.BFloat16 => scalar.ToSingle().ToString(options.FloatFormat, culture) + suffix,
            _ => scalar.ToInt64().ToString(culture) + suffix,
        };
    }

    private string Number(double value) => value.ToString(options.FloatFormat, culture);
}
