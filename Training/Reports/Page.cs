using System.Text.Json.Serialization;

namespace LeanDeep.Training.Reports;

/// <summary>One section of the page, in the form that the page's script draws.</summary>
/// <param name="Id">Anchor.</param>
/// <param name="Title">Heading.</param>
/// <param name="Note">One or two sentences on what is shown and how it is computed.</param>
/// <param name="Parts">Charts and tables, in order.</param>
public sealed record ReportSection(string Id, string Title, string Note, IReadOnlyList<ReportPart> Parts)
{
    /// <summary>What several sections in a row are about, such as one of several backtests; empty for none.</summary>
    public string Group { get; init; } = "";
}

/// <summary>A chart or a table.</summary>
[JsonDerivedType(typeof(DateChart), "dates")]
[JsonDerivedType(typeof(BarChart), "bars")]
[JsonDerivedType(typeof(HeatMap), "heat")]
[JsonDerivedType(typeof(ReportTable), "table")]
[JsonDerivedType(typeof(DatedTables), "dated")]
[JsonDerivedType(typeof(LineChart), "lines")]
[JsonDerivedType(typeof(Histogram), "histogram")]
[JsonDerivedType(typeof(DotChart), "dots")]
[JsonDerivedType(typeof(ViolinChart), "violins")]
[JsonDerivedType(typeof(SurfaceChart), "surface")]
[JsonDerivedType(typeof(SideBySide), "row")]
public abstract record ReportPart;

/// <summary>How a value is printed.</summary>
public enum NumberFormat
{
    /// <summary>Two decimals.</summary>
    Number,

    /// <summary>Fractions as percent.</summary>
    Percent,

    /// <summary>Dollars.</summary>
    Money,

    /// <summary>Fractions as basis points.</summary>
    BasisPoints,
}

/// <summary>Lines over days.</summary>
/// <param name="Title">Above the chart.</param>
/// <param name="Dates">(days) days since 1970-01-01.</param>
/// <param name="Lines">Drawn in this order.</param>
/// <param name="Format">Of the vertical axis.</param>
/// <param name="Logarithmic">Of the vertical axis; every value must be positive.</param>
public sealed record DateChart(string Title, IReadOnlyList<int> Dates, IReadOnlyList<ChartLine> Lines, NumberFormat Format, bool Logarithmic = false) : ReportPart
{
    /// <summary>Tinted between two lines; null for none.</summary>
    public ChartBand? Band { get; init; }

    /// <summary>Vertical lines at days since 1970-01-01.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>Whether the lines go from low to high, so that their colours do.</summary>
    public bool Ordered { get; init; }

    /// <param name="title">Above the chart.</param>
    /// <param name="dates">(days) ascending.</param>
    /// <param name="format">Of the vertical axis.</param>
    /// <param name="lines">Of the same length.</param>
    public static DateChart Of(string title, IEnumerable<DateOnly> dates, NumberFormat format, params ChartLine[] lines) =>
        new(title, [.. dates.Select(date => date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber)], lines, format);
}

/// <summary>A line of a chart.</summary>
/// <param name="Name">Legend.</param>
/// <param name="Values">NaN leaves a gap.</param>
/// <param name="Fill">Whether the area to zero is tinted.</param>
public sealed record ChartLine(string Name, double[] Values, bool Fill = false)
{
    /// <summary>Points without a line between them.</summary>
    public bool Points { get; init; }

    /// <summary>Thin and pale, behind the others.</summary>
    public bool Pale { get; init; }

    /// <summary>Half lengths of whiskers on bars; null for none.</summary>
    public double[]? Errors { get; init; }
}

/// <summary>Bars side by side for each label.</summary>
/// <param name="Title">Above the chart.</param>
/// <param name="Labels">Of the groups.</param>
/// <param name="Lines">One bar of each in a group.</param>
/// <param name="Format">Of the vertical axis.</param>
public sealed record BarChart(string Title, IReadOnlyList<string> Labels, IReadOnlyList<ChartLine> Lines, NumberFormat Format) : ReportPart;

/// <summary>A table of numbers, coloured by sign and size.</summary>
/// <param name="Columns">Headings, without the one of the row names.</param>
/// <param name="Rows">Name and values; NaN leaves a cell empty.</param>
public sealed record HeatMap(IReadOnlyList<string> Columns, IReadOnlyList<ChartLine> Rows) : ReportPart
{
    /// <summary>Above the table; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Of the cells.</summary>
    public NumberFormat Format { get; init; } = NumberFormat.Percent;

    /// <summary>Of the cells.</summary>
    public int Decimals { get; init; } = 1;

    /// <summary>Size of a value that gets the full colour.</summary>
    public double Scale { get; init; } = 0.08;

    /// <summary>The same for the last column, which sums up the others.</summary>
    public double LastScale { get; init; } = 0.3;
}

/// <summary>A table that sorts by the column clicked.</summary>
/// <param name="Columns">Headings.</param>
/// <param name="Rows">Cells: texts, or numbers that the column's format prints.</param>
/// <param name="Note">Such as how many rows there are in all.</param>
public sealed record ReportTable(IReadOnlyList<TableColumn> Columns, IReadOnlyList<object?[]> Rows, string Note = "") : ReportPart;

/// <param name="Title">Heading.</param>
/// <param name="Format">Null for texts.</param>
/// <param name="Decimals">Of numbers.</param>
public sealed record TableColumn(string Title, NumberFormat? Format = null, int Decimals = 2);

/// <summary>A table for each of several days, one shown at a time.</summary>
/// <param name="Columns">Headings.</param>
/// <param name="Days">The tables, in order.</param>
public sealed record DatedTables(IReadOnlyList<TableColumn> Columns, IReadOnlyList<DatedRows> Days) : ReportPart;

/// <param name="Day">Such as 2016-11-29.</param>
/// <param name="Rows">As in <see cref="ReportTable"/>.</param>
/// <param name="Note">A line below the table.</param>
public sealed record DatedRows(string Day, IReadOnlyList<object?[]> Rows, string Note);
