using System.Text;

namespace LeanDeep.Brokerages.Watch;

/// <summary>The page, one file that needs nothing else.</summary>
internal static class WatchPage
{
    private static readonly string Page = Read();

    /// <summary>The page as it stands before the first event.</summary>
    /// <param name="state">JSON without characters that mean something in HTML.</param>
    public static byte[] With(byte[] state) => Encoding.UTF8.GetBytes(Page.Replace("/*first*/", Encoding.UTF8.GetString(state), StringComparison.Ordinal));

    private static string Read()
    {
        using var page = new StreamReader(typeof(WatchPage).Assembly.GetManifestResourceStream("LeanDeep.Brokerages.Watch.watch.html")!);
        return page.ReadToEnd();
    }
}
