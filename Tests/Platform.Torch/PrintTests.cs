using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Platform.Torch;

public sealed class PrintTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void ToString_IsTheMetadata() => Assert.Equal("[2x3], type = Float32, device = cpu", zeros(2, 3).ToString());

    [Fact]
    public void Numpy_NestsBracketsAndElidesLongRows()
    {
        Assert.Equal("[[0, 1, 2]\n [3, 4, 5]]", arange(6).reshape(2, 3).npstr(newLine: "\n"));
        Assert.Equal("[0, 1, 2, ... 7, 8, 9]", arange(10).npstr());
        Assert.Equal("1.5", tensor(1.5).npstr(cultureInfo: CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Julia_AlignsColumns()
    {
        var text = tensor(new[,] { { 1.0, -20.0 }, { 300.0, 4.0 } }).jlstr(newLine: "\n", cultureInfo: CultureInfo.InvariantCulture);
        Assert.Equal("[2x2], type = Float64, device = cpu\n   1 -20\n 300   4\n", text);
    }

    [Fact]
    public void CSharp_IsAnArrayExpression() =>
        Assert.EndsWith("{1f, 2.5f}", tensor(new[] { 1f, 2.5f }).cstr(cultureInfo: CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
