using System.Reflection;

namespace LeanDeep.Tests.Cli;

/// <summary>Who may refer to whom, read from the compiled assemblies.</summary>
public class ReferenceRuleTests
{
    private static readonly string[] Lean = ["LeanDeep.Platform.Lean", "QuantConnect."];
    private static readonly string[] Torch = ["LeanDeep.Platform.Torch", "TorchSharp"];
    private static readonly string[] Onnx = ["LeanDeep.Platform.Onnx", "Microsoft.ML.OnnxRuntime"];
    private static readonly string[] Indicators = ["LeanDeep.Platform.Indicators", "Skender.Stock.Indicators"];
    private static readonly string[] Framework = ["System", "netstandard", "mscorlib", "Microsoft.Win32", "Microsoft.CSharp"];

    [Fact]
    public void Models_RefersTo_OnnxRuntimeSkenderAndMathNetOnly() =>
        AssertRefersOnlyTo(typeof(Models.Features.Panel).Assembly, [.. Onnx, .. Indicators, "MathNet.Numerics"]);

    [Fact]
    public void Training_RefersTo_ModelsTorchAndProtobufOnly() =>
        AssertRefersOnlyTo(typeof(Training.Data.LeanFolderReader).Assembly, [.. Torch, "LeanDeep.Models", "Google.Protobuf", "MathNet.Numerics"]);

    [Fact]
    public void Brokerages_RefersTo_LeanPollyAndTheSharedFrameworkOnly() =>
        AssertRefersOnlyTo(typeof(Brokerages.Alpaca.OrderWindow).Assembly, [.. Lean, "NodaTime", "Polly", "Microsoft.AspNetCore", "Microsoft.Extensions"]);

    [Theory]
    [InlineData(typeof(Algorithms.LongShort))]
    [InlineData(typeof(Algorithms.ConstrainedAllocator))]
    [InlineData(typeof(Algorithms.HjbPolicy))]
    [InlineData(typeof(Algorithms.Framework.PortfolioAllocator))]
    public void Algorithms_RefersTo_ModelsLeanAndTheirFrameworkOnly(Type algorithm) =>
        AssertRefersOnlyTo(algorithm.Assembly, [.. Lean, "LeanDeep.Models", "LeanDeep.Algorithms.Framework"]);

    [Fact]
    public void Nothing_RefersTo_Cli()
    {
        var cli = typeof(LeanDeep.Cli.CommandLine).Assembly.GetName().Name;
        foreach (var assembly in Closure(typeof(LeanDeep.Cli.CommandLine).Assembly))
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), name => name.Name == cli);
    }

    [Fact]
    public void Platform_RefersTo_NothingOfLeanDeep()
    {
        foreach (var assembly in Closure(typeof(LeanDeep.Cli.CommandLine).Assembly).Where(a => a.GetName().Name!.StartsWith("LeanDeep.Platform.", StringComparison.Ordinal)))
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("LeanDeep.", StringComparison.Ordinal));
    }

    private static void AssertRefersOnlyTo(Assembly assembly, string[] allowed)
    {
        var found = assembly.GetReferencedAssemblies().Select(name => name.Name!)
            .Where(name => !Framework.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
        Assert.All(found, name => Assert.True(
            allowed.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)),
            $"{assembly.GetName().Name} refers to {name}; allowed: {string.Join(", ", allowed)}"));
    }

    private static Dictionary<string, Assembly>.ValueCollection Closure(Assembly root)
    {
        var seen = new Dictionary<string, Assembly>();
        var pending = new Queue<Assembly>([root]);
        while (pending.TryDequeue(out var assembly))
        {
            foreach (var name in assembly.GetReferencedAssemblies().Where(n => n.Name!.StartsWith("LeanDeep", StringComparison.Ordinal) || n.Name is "LongShort" or "ConstrainedAllocator" or "HjbPolicy"))
                if (!seen.ContainsKey(name.Name!))
                    pending.Enqueue(seen[name.Name!] = Assembly.Load(name));
        }
        return seen.Values;
    }
}
