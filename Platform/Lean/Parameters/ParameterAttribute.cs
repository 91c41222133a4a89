using System.Globalization;
using System.Reflection;

namespace QuantConnect.Parameters;

/// <summary>Marks a field or property that takes its value from the run's parameters before Initialize.</summary>
/// <param name="name">Name of the parameter; the member's own without one.</param>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = false)]
public class ParameterAttribute(string name = null) : Attribute
{
    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public string Name { get; private set; } = name;

    /// <summary>Sets every marked member for which there is a value.</summary>
    /// <exception cref="ArgumentException">A value does not fit its member's type.</exception>
    /// <exception cref="InvalidOperationException">A marked property has no setter.</exception>
    public static void ApplyAttributes(Dictionary<string, string> parameters, object instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var type = instance.GetType();
        foreach (var member in type.GetFields(Members).Concat<MemberInfo>(type.GetProperties(Members)))
        {
            if (member.GetCustomAttribute<ParameterAttribute>() is not { } attribute) continue;
            var key = attribute.Name ?? member.Name;
            if (!parameters.TryGetValue(key, out var text) || string.IsNullOrEmpty(text)) continue;
            if (member is FieldInfo field) field.SetValue(instance, Convert(key, text, field.FieldType));
            else if (member is PropertyInfo { CanWrite: true } property) property.SetValue(instance, Convert(key, text, property.PropertyType));
            else throw new InvalidOperationException($"parameter {key}: {member.DeclaringType}.{member.Name} is read only");
        }
    }

    /// <summary>Marked members of all types of an assembly: parameter name → type name.</summary>
    public static Dictionary<string, string> GetParametersFromAssembly(Assembly assembly)
    {
        var found = new Dictionary<string, string>();
        foreach (var type in assembly.GetTypes())
            foreach (var (key, value) in GetParametersFromType(type))
                found[key] = value;
        return found;
    }

    /// <summary>Marked members of a type: parameter name → type name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> GetParametersFromType(Type type)
    {
        foreach (var field in type.GetFields(Members))
            if (field.GetCustomAttribute<ParameterAttribute>() is { } attribute)
                yield return new(attribute.Name ?? field.Name, field.FieldType.Name);
        foreach (var property in type.GetProperties(Members))
            if (property.CanWrite && property.GetCustomAttribute<ParameterAttribute>() is { } attribute)
                yield return new(attribute.Name ?? property.Name, property.PropertyType.Name);
    }

    private static object Convert(string name, string text, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        try
        {
            if (type.IsEnum) return Enum.Parse(type, text, ignoreCase: true);
            if (type == typeof(TimeSpan)) return TimeSpan.Parse(text, CultureInfo.InvariantCulture);
            if (type == typeof(DateTime)) return DateTime.Parse(text, CultureInfo.InvariantCulture);
            return System.Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is FormatException or OverflowException or InvalidCastException or ArgumentException)
        {
            throw new ArgumentException($"parameter {name}: expected {type.Name}, found {text}", name, failure);
        }
    }
}
