using System.Text;
using LeanDeep.Training.Reports;
using LeanDeep.Training.Reports.TearSheet;

namespace LeanDeep.Training.Experiments;

/// <summary>What people read of an experiment, in its output folder.</summary>
public static class ExperimentFiles
{
    /// <summary>Writes <c>report.html</c>, where this build has the charting library, and <c>tables.md</c>, each whole or not at all.</summary>
    /// <param name="folder">Output folder.</param>
    /// <param name="page">What they show.</param>
    /// <returns>Paths.</returns>
    public static IReadOnlyList<string> Write(string folder, ExperimentPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var files = new List<string>();
        if (ReportPage.IsAvailable)
            Write("report.html", page.Render());
        Write("tables.md", page.RenderTables());
        return files;

        void Write(string name, string text)
        {
            var path = Path.Combine(folder, name);
            AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
            files.Add(path);
        }
    }
}
