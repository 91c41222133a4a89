namespace Skender.Stock.Indicators;

/// <summary>Ascending order of dates; equal dates keep their order.</summary>
internal static class Ordering
{
    public static bool IsAscending(DateTime[] dates)
    {
        for (var i = 1; i < dates.Length; i++)
            if (dates[i] < dates[i - 1])
                return false;
        return true;
    }

    public static int[] ByDate(DateTime[] dates) => [.. Enumerable.Range(0, dates.Length).OrderBy(i => dates[i])];
}
