namespace LeanDeep.Brokerages.Watch;

/// <summary>The page, one file that needs nothing else.</summary>
internal static class WatchPage
{
    public static byte[] Bytes { get; } = Read();

    private static byte[] Read()
    {
        using var page = typeof(WatchPage).Assembly.GetManifestResourceStream("LeanDeep.Brokerages.Watch.watch.html")!;
        using var bytes = new MemoryStream();
        page.CopyTo(bytes);
        return bytes.ToArray();
    }
}
