using System.Globalization;
using System.Text;

namespace LeanDeep.Training.Reports;

/// <summary>The tables of a page as Markdown, for documents and terminals.</summary>
public static class PageTables
{
    /// <param name="title">Heading.</param>
    /// <param name="subtitle">Below it.</param>
    /// <param name="headlines">Figures at the top.</param>
    /// <param name="sections">Those without tables are left out, as charts are.</param>
    public static string Render(string title, string subtitle, IReadOnlyList<KeyValuePair<string, string>> headlines, IReadOnlyList<ReportSection> sections)
    {
        ArgumentNullException.ThrowIfNull(headlines);
        ArgumentNullException.ThrowIfNull(sections);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {title}\n\n{subtitle}\n");
        if (headlines.Count > 0)
            Append(text, ["", ""], [.. headlines.Select(line => new[] { line.Key, line.Value })], []);
        foreach (var section in sections)
        {
            var tables = section.Parts.OfType<ReportTable>().Where(table => table.Rows.Count > 0).ToArray();
            if (tables.Length == 0)
                continue;
            text.Append(CultureInfo.InvariantCulture, $"\n## {(section.Group.Length > 0 ? section.Group + ": " : "")}{section.Title}\n\n{section.Note}\n");
            foreach (var table in tables)
            {
                Append(
                    text, [.. table.Columns.Select(column => column.Title)], [.. table.Rows.Select(row => row.Select((cell, i) => Text(cell, table.Columns[i])).ToArray())],
                    [.. table.Columns.Index().Where(column => column.Item.Format is not null).Select(column => column.Index)]);
                if (table.Note.Length > 0)
                    text.Append(CultureInfo.InvariantCulture, $"\n{table.Note}\n");
            }
        }
        return text.ToString();
    }

    /// <summary>A cell as the page shows it.</summary>
    internal static string Text(object? cell, TableColumn column)
    {
        if (cell is not double value)
            return cell?.ToString() ?? "";
        if (!double.IsFinite(value))
            return "";
        var digits = "#,0" + (column.Decimals > 0 ? "." + new string('0', column.Decimals) : "");
        var (scaled, before, after) = column.Format switch
        {
            NumberFormat.Percent => (100 * value, "", "%"),
            NumberFormat.BasisPoints => (1e4 * value, "", " bp"),
            NumberFormat.Money => (value, "$", ""),
            _ => (value, "", ""),
        };
        var number = Math.Abs(scaled).ToString(digits, CultureInfo.InvariantCulture);
        var sign = scaled < 0 && number.AsSpan().ContainsAnyInRange('1', '9') ? "-" : "";
        return sign + before + number + after;
    }

    private static void Append(StringBuilder text, string[] header, string[][] rows, int[] right)
    {
        var widths = header.Select((name, i) => rows.Select(row => Escape(row[i]).Length).Append(Escape(name).Length).Append(3).Max()).ToArray();
        text.Append('\n');
        Line(header);
        Line([.. widths.Select((width, i) => right.Contains(i) ? new string('-', width - 1) + ":" : new string('-', width))]);
        foreach (var row in rows)
            Line(row);

        void Line(string[] cells)
        {
            for (var i = 0; i < cells.Length; i++)
                text.Append("| ").Append(right.Contains(i) ? Escape(cells[i]).PadLeft(widths[i]) : Escape(cells[i]).PadRight(widths[i])).Append(' ');
            text.Append("|\n");
        }
    }

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
