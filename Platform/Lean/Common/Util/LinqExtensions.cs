namespace QuantConnect.Util;

/// <summary>Sequences that may be null, and selections into lists.</summary>
public static class LinqExtensions
{
    public static bool IsNullOrEmpty<T>(this IEnumerable<T> enumerable) => enumerable == null || !enumerable.Any();

    public static List<TResult> ToList<T, TResult>(this IEnumerable<T> enumerable, Func<T, TResult> selector) => enumerable.Select(selector).ToList();

    public static TResult[] ToArray<T, TResult>(this IEnumerable<T> enumerable, Func<T, TResult> selector) => enumerable.Select(selector).ToArray();

    public static HashSet<TResult> ToHashSet<T, TResult>(this IEnumerable<T> enumerable, Func<T, TResult> selector) => new(enumerable.Select(selector));
}
