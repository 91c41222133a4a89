using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;

namespace LeanDeep.Tests.Platform.Torch;

/// <summary>
/// The public surface of the platform is a part of TorchSharp 0.107's: every public type, and every public or protected member with
/// its parameters, defaults and types, is in Tests/Golden/torchsharp_api.txt. That file holds the hashes of what <see cref="Describe"/>
/// says of TorchSharp's own managed assembly, for the types that the platform has.
/// </summary>
public class PublicApiTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    [EmbeddedFact]
    public void PublicMembers_AreTorchSharpsWithTheSameParametersAndDefaults()
    {
        var known = File.ReadLines(Path.Combine(SharedFolder.Repository, "Tests", "Golden", "torchsharp_api.txt")).ToHashSet();
        var strangers = typeof(torch).Assembly.GetTypes()
            .Where(IsPublic)
            .SelectMany(Describe)
            .Where(line => !known.Contains(Hash(line)))
            .Order(StringComparer.Ordinal)
            .ToList();
        Assert.True(strangers.Count == 0, $"not in TorchSharp 0.107:\n{string.Join("\n", strangers)}");
    }

    private static string Hash(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)).AsSpan(0, 8));

    private static bool IsPublic(Type type) => type.IsPublic || type.IsNestedPublic && IsPublic(type.DeclaringType!);

    private static string NameOf(Type type)
    {
        var parts = type.Name.Split('`');
        var name = parts.Length == 1 ? parts[0] : $"{parts[0]}<{parts[1]}>";
        return type.DeclaringType is null ? name : $"{NameOf(type.DeclaringType)}.{name}";
    }

    private static IEnumerable<string> Describe(Type type)
    {
        var owner = NameOf(type);
        if (type.IsEnum) return Enum.GetNames(type).Select(name => $"enum {owner}.{name}={Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        var lines = new List<string> { $"type {owner}" };
        foreach (var constructor in type.GetConstructors(All).Where(c => (c.IsPublic || c.IsFamily) && !c.IsStatic))
            lines.Add($"{owner}.new({Text(constructor.GetParameters())})");
        foreach (var method in type.GetMethods(All).Where(m => (m.IsPublic || m.IsFamily) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) && m.Name != "Finalize" && m.GetCustomAttribute<CompilerGeneratedAttribute>() is null))
        {
            var generic = method.IsGenericMethod ? $"<{method.GetGenericArguments().Length}>" : "";
            lines.Add($"{owner}.{method.Name}{generic}({Text(method.GetParameters())}): {Text(method.ReturnType)}");
        }
        foreach (var property in type.GetProperties(All).Where(p => p.GetAccessors().Length > 0))
            lines.Add(property.GetIndexParameters() is { Length: > 0 } indices
                ? $"{owner}.this({Text(indices)}): {Text(property.PropertyType)}"
                : $"{owner}.{property.Name}: {Text(property.PropertyType)}");
        foreach (var field in type.GetFields(All).Where(f => f.IsPublic || f.IsFamily))
            lines.Add($"{owner}.{field.Name}: {Text(field.FieldType)}");
        return lines;
    }

    private static string Text(ParameterInfo[] parameters) =>
        string.Join(", ", parameters.Select(p => $"{Text(p.ParameterType.IsByRef ? p.ParameterType.GetElementType()! : p.ParameterType)} {p.Name}{Default(p)}"));

    private static string Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue) return "";
        var value = parameter.DefaultValue;
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type.IsEnum && value is not null) return "=" + Enum.GetName(type, value);
        return "=" + value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            float or double => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("G15", CultureInfo.InvariantCulture).Replace("E-0", "e-0", StringComparison.Ordinal).Replace("E-", "e-", StringComparison.Ordinal).Replace("E+", "e+", StringComparison.Ordinal),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
    }

    private static string Text(Type type)
    {
        if (type.IsArray) return $"{Text(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (Nullable.GetUnderlyingType(type) is { } inner) return Text(inner) + "?";
        if (!type.IsGenericType) return s_keywords.GetValueOrDefault(type, type.Name);
        var arguments = string.Join(", ", type.GetGenericArguments().Select(Text));
        var name = type.Name.Split('`')[0];
        return name == "ValueTuple" ? $"({arguments})" : $"{name}<{arguments}>";
    }

    private static readonly Dictionary<Type, string> s_keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool", [typeof(byte)] = "byte",
        [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(ushort)] = "ushort", [typeof(int)] = "int", [typeof(long)] = "long",
        [typeof(ulong)] = "ulong", [typeof(float)] = "float", [typeof(double)] = "double", [typeof(char)] = "char", [typeof(nint)] = "nint",
    };
}
