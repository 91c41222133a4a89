using LeanDeep.Cli.PlatformCheck;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeanDeep.Tests.Cli.PlatformCheck;

public sealed class SurfaceHashesTests : IDisposable
{
    private const string Package = "public class C : System.IDisposable { public virtual int P { get; set; } public void M(int a = 1, string[] b = null) { } public void Dispose() { } protected const long K = 3; }";

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    /// <summary>All that the embedded engine shows is in LEAN: what somebody adds must be there, as LEAN has it.</summary>
    /// <remarks>A type of LEAN's that is new here needs its hashes: <c>leandeep platform check Lean/Engine/QuantConnect.Lean.Engine.csproj --package lean
    /// --hashes Tests/Golden/lean_api.txt</c>, with LEAN's sources.</remarks>
    [Fact]
    public void EmbeddedEngine_IsPartOfLean()
    {
        if (PlatformSources.Embedded("LeanDeep.Platform.Lean") is not { } engine) return;
        var strangers = SurfaceHashes.Strangers(Path.Combine(SharedFolder.Repository, "Tests", "Golden", "lean_api.txt"), engine);
        Assert.True(strangers.Count == 0, $"not in LEAN, or of a new type (see docs/platform.md):\n{string.Join("\n", strangers.Take(20))}");
    }

    [Theory]
    [InlineData("public sealed class C { public int P { get; } public void M(int a = 1, string[] b = null) { } }", 0)]
    [InlineData("public class C { public void M(int x = 1, string[] b = null) { } }", 1)]
    [InlineData("public class C { public void M(int a = 2, string[] b = null) { } }", 1)]
    [InlineData("public class C { public virtual void Dispose() { } }", 1)]
    [InlineData("public class C { protected const long K = 4; }", 1)]
    [InlineData("public class C : System.ICloneable { object System.ICloneable.Clone() => this; }", 1)]
    [InlineData("public class D { }", 5)]
    public void Strangers_OfAPackage_AreWhatItLacks(string embedded, int expected)
    {
        SurfaceHashes.Write(_file, PlatformPackage.Lean, Compile("public class C { }").Assembly, Compile(Package).Assembly);
        var strangers = SurfaceHashes.Strangers(_file, Compile(embedded).Assembly).Select(line => line.Split(" public")[0].Split(" concrete")[0]).Distinct();
        Assert.Equal(expected, strangers.Count());
    }

    private static CSharpCompilation Compile(string source) => CSharpCompilation.Create("Small", [CSharpSyntaxTree.ParseText(source)], [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
}
