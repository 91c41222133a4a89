using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;

namespace LeanDeep.Training.Configuration;

/// <summary>Config files as strict JSON, with records as their schema: unknown, missing and repeated keys are refused. Comments and trailing commas are allowed.</summary>
internal static class ConfigJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        NewLine = "\n",
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    /// <summary>A config as canonical JSON.</summary>
    public static byte[] Write<T>(T config) => [.. JsonSerializer.SerializeToUtf8Bytes(config, Options), (byte)'\n'];

    /// <summary>The JSON schema that editors use, from the records themselves.</summary>
    public static string Schema<T>(string title)
    {
        var schema = Options.GetJsonSchemaAsNode(typeof(T), new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) =>
            {
                if (context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false) is [DescriptionAttribute text, ..] && node is JsonObject described)
                    described.Insert(0, "description", text.Description);
                return node;
            },
        }).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", title);
        return schema.ToJsonString(new JsonSerializerOptions(Options) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
    }

    /// <param name="json">UTF-8.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="InvalidDataException">Not JSON, a key that is unknown or missing, or a value of another type: says where, what
    /// was expected and what was found.</exception>
    public static T Read<T>(byte[] json, string path)
    {
        JsonElement root;
        try
        {
            root = JsonElement.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false });
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: line {error.LineNumber + 1}: expected JSON, found {error.Message.Split('\n')[0]}", error);
        }
        RequireKeys(root, typeof(T), path, "");
        try
        {
            return root.Deserialize<T>(Options)!;
        }
        catch (JsonException error)
        {
            var where = error.Path is ['$', '.', .. var place] ? place : "the file";
            throw new InvalidDataException($"{path}: {where}: expected a value as the schema has it, found {Found(root, where)}", error);
        }
    }

    /// <summary>Refuses keys that are unknown, and names those that are missing.</summary>
    private static void RequireKeys(JsonElement element, Type type, string path, string where)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{path}: {(where.Length == 0 ? "the file" : where)}: expected an object, found {element.GetRawText()}");
        var known = type.GetProperties(BindingFlags.Instance | BindingFlags.Public).ToDictionary(Key);
        foreach (var property in element.EnumerateObject())
        {
            var place = where.Length == 0 ? property.Name : $"{where}.{property.Name}";
            if (!known.TryGetValue(property.Name, out var target))
                throw new InvalidDataException($"{path}: {place}: expected one of {string.Join(", ", known.Keys)}, found an unknown key");
            if (target.PropertyType.Namespace == type.Namespace && target.PropertyType.IsClass)
                RequireKeys(property.Value, target.PropertyType, path, place);
        }
        foreach (var (key, property) in known)
            if (property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)) && !element.TryGetProperty(key, out _))
                throw new InvalidDataException($"{path}: {(where.Length == 0 ? key : $"{where}.{key}")}: expected a value, found none");
    }

    private static string Key(PropertyInfo property) =>
        property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static string Found(JsonElement root, string where)
    {
        var value = root;
        foreach (var part in where.Split('.', '['))
        {
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(part, out var inner))
                value = inner;
            else if (value.ValueKind == JsonValueKind.Array && int.TryParse(part.TrimEnd(']'), out var index) && index < value.GetArrayLength())
                value = value[index];
            else
                break;
        }
        var text = value.GetRawText().ReplaceLineEndings(" ");
        return text.Length <= 80 ? text : text[..80] + "…";
    }
}
