namespace LeanDeep.Training.Validation;

/// <summary>Choices of k of n.</summary>
internal static class Combinations
{
    /// <summary>C(n, k) ascending choices of 0 .. n − 1, in lexicographic order.</summary>
    public static IEnumerable<int[]> Of(int n, int k)
    {
        var chosen = Enumerable.Range(0, k).ToArray();
        while (true)
        {
            yield return [.. chosen];
            var at = k - 1;
            while (at >= 0 && chosen[at] == n - k + at)
                at--;
            if (at < 0)
                yield break;
            chosen[at]++;
            for (var i = at + 1; i < k; i++)
                chosen[i] = chosen[i - 1] + 1;
        }
    }
}
