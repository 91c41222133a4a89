using System.Reflection;
using TorchSharp;
using Xunit;

namespace LeanDeep.Tests.Platform.Torch.Interop;

/// <summary>The operator table of the embedded platform; the TorchSharp package has none.</summary>
public class OpsTests
{
    [EmbeddedFact]
    public void Ops_EveryField_NamesAnOperatorOfThisLibtorch()
    {
        var table = typeof(torch).Assembly.GetType("TorchSharp.Ops")!;
        var missing = new List<string>();
        foreach (var field in table.GetFields(BindingFlags.Static | BindingFlags.NonPublic))
        {
            var op = field.GetValue(null)!;
            try
            {
                op.GetType().GetMethod("Find", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(op, []);
            }
            catch (TargetInvocationException)
            {
                missing.Add(field.Name);
            }
        }
        Assert.Empty(missing);
    }
}
