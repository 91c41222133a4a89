#if GOLDEN
using LeanDeep.Tests.Platform.Lean.Golden;
using Newtonsoft.Json.Linq;
using QuantConnect.Lean.Engine.Results;

namespace LeanDeep.Tests.Platform.Lean.Results;

public sealed class OrderListHashTests : IDisposable
{
    private readonly string _storage = Directory.CreateTempSubdirectory("hash").FullName;

    public void Dispose() => Directory.Delete(_storage, recursive: true);

    public static TheoryData<string> Names => [.. GoldenTests.Names.Cast<object[]>().Select(x => (string)x[0])];

    [SharedTheory("lean-golden/results"), MemberData(nameof(Names))]
    public void Of_RecordedAlgorithm_IsLeans(string name)
    {
        var expected = (string)JObject.Parse(File.ReadAllText(SharedFolder.PathOf($"lean-golden/results/{name}.json")))["statistics"]["OrderListHash"];
        Assert.Equal(expected, OrderListHash.Of(new GoldenResult(name).Run(_storage).Orders));
    }
}
#endif
