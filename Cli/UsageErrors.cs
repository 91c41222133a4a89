using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LeanDeep.Cli;

/// <summary>Options whose values are read the same way on every machine, and what is wrong with a command line.</summary>
internal static class UsageErrors
{
    /// <summary>A date, yyyy-MM-dd whatever the machine's culture is.</summary>
    public static Option<DateOnly?> DateOption(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            if (result.Tokens is [var token] && DateOnly.TryParseExact(token.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
            result.AddError("not a date");
            return null;
        },
    };

    /// <summary>The first mistake in one line, or null.</summary>
    public static string? First(ParseResult parsed)
    {
        if (parsed.Errors.Count > 0) return Of(parsed, parsed.Errors[0]);
        foreach (var result in parsed.CommandResult.Children)
            if (result.Tokens.FirstOrDefault(token => string.IsNullOrWhiteSpace(token.Value)) is not null)
                return $"{(result is OptionResult option ? option.Option.Name : ((ArgumentResult)result).Argument.Name)}: expected a value, found an empty one";
        return null;
    }

    private static string Of(ParseResult parsed, ParseError error)
    {
        var command = parsed.CommandResult.Command;
        var verbs = command.Subcommands.Select(verb => verb.Name).ToArray();
        if (verbs.Length > 0)
            return $"expected one of {string.Join(", ", verbs)}, found {(parsed.UnmatchedTokens.Count > 0 ? parsed.UnmatchedTokens[0] : "nothing")}";
        for (var result = error.SymbolResult; result is not null; result = result.Parent)
            if (result is OptionResult { Tokens: [var found], Option.ValueType: var type, Option.Name: var name } && Expected(type) is { } expected)
                return $"{name}: expected {expected}, found {found.Value}";
        return $"{CommandLine.Plain(error.Message)} (leandeep {Path(parsed.CommandResult)} --help)";
    }

    private static string? Expected(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsEnum ? "one of " + string.Join(", ", Enum.GetNames(type))
            : type == typeof(DateOnly) ? "a date yyyy-MM-dd"
            : type == typeof(int) || type == typeof(long) ? "a whole number"
            : type == typeof(ulong) ? "a whole number of 0 or more"
            : type == typeof(double) ? "a number"
            : null;
    }

    private static string Path(CommandResult command) =>
        command.Parent is CommandResult { Parent: not null } parent ? $"{Path(parent)} {command.Command.Name}" : command.Command.Name;
}
