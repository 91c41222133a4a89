namespace LeanDeep.Training.Reports;

/// <summary>The page's scripts and styles, embedded in this assembly; the charting library only where npm had fetched it before the build.</summary>
internal static class PageResource
{
    public const string Library = "uPlot.iife.min.js", LibraryStyle = "uPlot.min.css", License = "uPlot.LICENSE";
    private const string Prefix = "LeanDeep.Training.Reports.web.";

    public static bool Exists(string name) => typeof(PageResource).Assembly.GetManifestResourceInfo(Prefix + name) is not null;

    public static string Read(string name)
    {
        using var stream = typeof(PageResource).Assembly.GetManifestResourceStream(Prefix + name)
            ?? throw new InvalidOperationException($"report: expected {name} in this build, found none");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
