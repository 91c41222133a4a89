using LeanDeep.Models.Features;

namespace LeanDeep.Training.Data.Loading;

/// <summary>Cuts panels by date.</summary>
public static class PanelDates
{
    /// <summary>The panel without the sessions after a date; the panel itself where there are none, or no date is given.</summary>
    /// <exception cref="ArgumentException">The panel is empty, or all its sessions lie after the date.</exception>
    public static Panel Through(Panel panel, DateOnly? last)
    {
        ArgumentNullException.ThrowIfNull(panel);
        if (panel.NameCount == 0 || panel.SessionCount == 0)
            throw new ArgumentException($"expected names and sessions, found {panel.NameCount} names and {panel.SessionCount} sessions", nameof(panel));
        var count = last is { } date ? panel.Sessions.Count(session => session <= date) : panel.SessionCount;
        if (count == 0)
            throw new ArgumentException($"expected sessions up to {last:yyyy-MM-dd}, found the first on {panel.Sessions[0]:yyyy-MM-dd}", nameof(last));
        if (count == panel.SessionCount)
            return panel;
        return new Panel(
            panel.Names, [.. panel.Sessions.Take(count)], panel.Sectors,
            Cut(panel.Open), Cut(panel.High), Cut(panel.Low), Cut(panel.Close), Cut(panel.Volume));

        double[][] Cut(Field field)
        {
            var columns = new double[panel.NameCount][];
            for (var name = 0; name < columns.Length; name++)
                columns[name] = field(name)[..count].ToArray();
            return columns;
        }
    }

    private delegate ReadOnlySpan<double> Field(int name);
}
