using System.Globalization;
using LeanDeep.Training.Data;

namespace LeanDeep.Training.Search;

/// <summary>What a search may choose from.</summary>
public sealed class SearchSpace
{
    /// <param name="dimensions">At least one, each with a name of its own.</param>
    /// <exception cref="ArgumentException">A dimension is empty, or two have one name.</exception>
    public SearchSpace(IReadOnlyList<Dimension> dimensions)
    {
        ArgumentNullException.ThrowIfNull(dimensions);
        if (dimensions.Count == 0)
            throw new ArgumentException("expected dimensions, found none", nameof(dimensions));
        if (dimensions.GroupBy(dimension => dimension.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"expected each name once, found {twice.Key} {twice.Count()} times", nameof(dimensions));
        foreach (var dimension in dimensions)
            dimension.Check();
        Dimensions = dimensions;
    }

    public IReadOnlyList<Dimension> Dimensions { get; }

    /// <summary>Configuration number <paramref name="index"/> of a seed: the same whichever others are drawn.</summary>
    public SearchConfiguration Draw(long seed, int index)
    {
        var random = new SeededGenerator((ulong)seed, (ulong)index);
        return new SearchConfiguration(index, Dimensions.ToDictionary(dimension => dimension.Name, dimension => dimension.Draw(random)));
    }
}

/// <summary>A drawn configuration.</summary>
/// <param name="Index">Its number in the search.</param>
/// <param name="Values">By the dimension's name: double, int, or a choice's value.</param>
public sealed record SearchConfiguration(int Index, IReadOnlyDictionary<string, object> Values)
{
    /// <summary>A setting as the type that its dimension draws.</summary>
    /// <exception cref="ArgumentException">There is no such setting, or it is of another type.</exception>
    public T Get<T>(string name) =>
        Values.TryGetValue(name, out var value) && value is T typed ? typed
        : throw new ArgumentException($"expected a setting {name} of type {typeof(T).Name}, found {(value is null ? "none" : value.GetType().Name)}", nameof(name));

    /// <summary>Such as dropout=0.1 layers=32-16.</summary>
    public override string ToString() =>
        string.Join(' ', Values.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={(pair.Value is double number ? number.ToString("G4", CultureInfo.InvariantCulture) : pair.Value)}")));
}
