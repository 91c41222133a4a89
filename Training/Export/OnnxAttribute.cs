using Google.Protobuf;
using LeanDeep.Training.Export.Format;

namespace LeanDeep.Training.Export;

/// <summary>A named constant of a node.</summary>
public sealed class OnnxAttribute
{
    private OnnxAttribute(AttributeProto proto) => Proto = proto;

    public string Name => Proto.Name;

    internal AttributeProto Proto { get; }

    public static OnnxAttribute Of(string name, float value) =>
        new(new AttributeProto { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float });

    public static OnnxAttribute Of(string name, long value) =>
        new(new AttributeProto { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int });

    public static OnnxAttribute List(string name, params long[] values) =>
        new(new AttributeProto { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints });

    public static OnnxAttribute Of(string name, string value) =>
        new(new AttributeProto { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String });

    internal static OnnxAttribute Of(string name, GraphProto graph) => new(new AttributeProto { Name = name, G = graph, Type = AttributeProto.Types.AttributeType.Graph });
}
