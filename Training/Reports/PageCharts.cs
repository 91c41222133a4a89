namespace LeanDeep.Training.Reports;

/// <summary>Lines or points over numbers.</summary>
/// <param name="Title">Above the chart.</param>
/// <param name="Axis">Below the chart: what the numbers are.</param>
/// <param name="X">Ascending.</param>
/// <param name="Lines">Drawn in this order.</param>
/// <param name="Format">Of the vertical axis.</param>
public sealed record LineChart(string Title, string Axis, double[] X, IReadOnlyList<ChartLine> Lines, NumberFormat Format) : ReportPart
{
    /// <summary>Of the horizontal axis.</summary>
    public NumberFormat AxisFormat { get; init; } = NumberFormat.Number;

    /// <summary>Bounds of the vertical axis, so that neighbours can be compared; null fits the values.</summary>
    public double[]? Range { get; init; }

    /// <summary>Vertical lines.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];
}

/// <summary>How often values fall between edges.</summary>
/// <param name="Title">Above the chart.</param>
/// <param name="Axis">Below the chart.</param>
/// <param name="Edges">(bins + 1) ascending.</param>
/// <param name="Counts">(bins).</param>
/// <param name="Format">Of the horizontal axis.</param>
public sealed record Histogram(string Title, string Axis, double[] Edges, double[] Counts, NumberFormat Format) : ReportPart
{
    /// <summary>(bins) what a model expects, drawn as a line; null for none.</summary>
    public ChartLine? Curve { get; init; }

    /// <summary>Vertical lines.</summary>
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <param name="title">Above the chart.</param>
    /// <param name="axis">Below the chart.</param>
    /// <param name="values">NaN and infinities are left out.</param>
    /// <param name="format">Of the horizontal axis.</param>
    /// <remarks>Bins are about as wide as Freedman and Diaconis (1981) say, from 8 to 60 of them, with edges at round numbers.</remarks>
    public static Histogram Of(string title, string axis, IEnumerable<double> values, NumberFormat format)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length == 0)
            return new Histogram(title, axis, [0, 1], [0], format);
        var range = sorted[^1] - sorted[0];
        var width = 2 * (Quantile(0.75) - Quantile(0.25)) / Math.Cbrt(sorted.Length);
        var bins = range > 0 ? Math.Clamp(width > 0 ? range / width : 8, 8, 60) : 1;
        var step = range > 0 ? RoundStep(range / bins) : sorted[0] != 0 ? Math.Abs(sorted[0]) * 0.1 : 1;
        var first = Math.Floor(sorted[0] / step);
        var count = (int)(Math.Floor(sorted[^1] / step) - first) + 1;
        var counts = new double[count];
        foreach (var value in sorted)
            counts[Math.Clamp((int)(Math.Floor(value / step) - first), 0, count - 1)]++;
        return new Histogram(title, axis, [.. Enumerable.Range(0, count + 1).Select(i => (first + i) * step)], counts, format);

        double Quantile(double probability) => Validation.OrderStatistics.Quantile(sorted, probability);
    }

    // 1, 2 or 5 times a power of ten.
    private static double RoundStep(double step)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        return (step / power < 1.5 ? 1 : step / power < 3.5 ? 2 : step / power < 7.5 ? 5 : 10) * power;
    }
}

/// <summary>Estimates with their intervals, one below the other.</summary>
/// <param name="Title">Above the chart.</param>
/// <param name="Axis">Below the chart.</param>
/// <param name="Dots">In this order.</param>
/// <param name="Format">Of the horizontal axis.</param>
public sealed record DotChart(string Title, string Axis, IReadOnlyList<ChartDot> Dots, NumberFormat Format) : ReportPart;

/// <summary>An estimate and its interval.</summary>
/// <param name="Name">At its left.</param>
/// <param name="Value">Estimate.</param>
/// <param name="Low">Of the interval; NaN for none.</param>
/// <param name="High">Of the interval; NaN for none.</param>
public sealed record ChartDot(string Name, double Value, double Low, double High);

/// <summary>Distributions side by side: an outline of the density, the middle half and the median.</summary>
/// <param name="Title">Above the chart.</param>
/// <param name="Violins">From left to right.</param>
/// <param name="Format">Of the vertical axis.</param>
public sealed record ViolinChart(string Title, IReadOnlyList<Violin> Violins, NumberFormat Format) : ReportPart;

/// <summary>One distribution.</summary>
/// <param name="Name">Below it.</param>
/// <param name="At">Values at which the density is given, ascending.</param>
/// <param name="Density">Of each.</param>
/// <param name="Quartiles">First quartile, median, third quartile.</param>
/// <param name="Mean">Mean.</param>
public sealed record Violin(string Name, double[] At, double[] Density, double[] Quartiles, double Mean)
{
    private const int Points = 48;

    /// <param name="name">Below it.</param>
    /// <param name="values">NaN are left out; the outline spans the middle 98 %.</param>
    /// <remarks>Gaussian kernel with the width of Silverman (1986).</remarks>
    public static Violin Of(string name, IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(double.IsFinite).Order()];
        if (sorted.Length < 2)
            return new Violin(name, [], [], [double.NaN, double.NaN, double.NaN], double.NaN);
        double Quantile(double probability) => Validation.OrderStatistics.Quantile(sorted, probability);
        var mean = sorted.Average();
        var deviation = Math.Sqrt(sorted.Sum(value => (value - mean) * (value - mean)) / (sorted.Length - 1));
        double[] quartiles = [Quantile(0.25), Quantile(0.5), Quantile(0.75)];
        var spread = Math.Min(deviation, (quartiles[2] - quartiles[0]) / 1.34);
        var width = 0.9 * (spread > 0 ? spread : deviation) * Math.Pow(sorted.Length, -0.2);
        if (!(width > 0))
            return new Violin(name, [], [], quartiles, mean);
        double low = Quantile(0.01), high = Quantile(0.99);
        double[] at = [.. Enumerable.Range(0, Points).Select(i => low + (high - low) * i / (Points - 1))];
        double[] density = [.. at.Select(x => sorted.Sum(value => Math.Exp(-0.5 * (x - value) / width * ((x - value) / width))) / (sorted.Length * width * Math.Sqrt(2 * Math.PI)))];
        return new Violin(name, at, density, quartiles, mean);
    }
}

/// <summary>Values over a rectangle, by colour from low (pale) to high.</summary>
/// <param name="Title">Above the chart.</param>
/// <param name="Axis">Below the chart.</param>
/// <param name="Side">At its left.</param>
/// <param name="X">Ascending, in equal steps.</param>
/// <param name="Y">Ascending, in equal steps.</param>
/// <param name="Rows">(y) of (x) values; NaN leaves a cell empty.</param>
/// <param name="Format">Of the values.</param>
public sealed record SurfaceChart(string Title, string Axis, string Side, double[] X, double[] Y, IReadOnlyList<double[]> Rows, NumberFormat Format) : ReportPart;

/// <summary>Charts beside each other where the page is wide enough.</summary>
public sealed record SideBySide(params IReadOnlyList<ReportPart> Parts) : ReportPart;

/// <summary>A vertical line with a name.</summary>
/// <param name="At">On the horizontal axis.</param>
/// <param name="Name">At its top.</param>
public sealed record ChartMark(double At, string Name);

/// <summary>Tinted between two lines.</summary>
/// <param name="Name">Legend.</param>
/// <param name="Low">Lower edge.</param>
/// <param name="High">Upper edge.</param>
public sealed record ChartBand(string Name, double[] Low, double[] High);
