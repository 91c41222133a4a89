namespace LeanDeep.Training.Data;

/// <summary>What to simulate. The defaults give annual volatilities from about 20 to 40 percent.</summary>
public sealed record SyntheticMarketOptions
{
    /// <summary>The same seed and options give the same files.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Names beside the index, 2 to 5000.</summary>
    public required int Names { get; init; }

    /// <summary>Whole calendar years, 1 to 30.</summary>
    public required int Years { get; init; }

    /// <summary>Default 2010; the years must lie in 1998–2030.</summary>
    public int FirstYear { get; init; } = 2010;

    /// <summary>Default 10, or a tenth of the names where those are fewer than 100.</summary>
    public int? Sectors { get; init; }

    /// <summary>Expected information coefficient of the planted signal, 0 to 0.3; default 0.05.</summary>
    public double InformationCoefficient { get; init; } = 0.05;

    /// <summary>Fraction of names that list after the first session; default 0.12.</summary>
    public double ListedLater { get; init; } = 0.12;

    /// <summary>Fraction of names that delist before the last session; default 0.10.</summary>
    public double Delisted { get; init; } = 0.10;

    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    internal void Validate()
    {
        Check(Names is >= 2 and <= 5000, nameof(Names), Names, "2 to 5000");
        Check(Years is >= 1 and <= 30, nameof(Years), Years, "1 to 30");
        Check(FirstYear >= UsEquityHolidays.FirstYear && FirstYear + Years - 1 <= UsEquityHolidays.LastYear, nameof(FirstYear), FirstYear,
            $"years from {UsEquityHolidays.FirstYear} through {UsEquityHolidays.LastYear}");
        Check(Sectors is null || (Sectors >= 1 && Sectors <= Names), nameof(Sectors), Sectors, $"1 to {Names}");
        Check(InformationCoefficient is >= 0 and <= 0.3, nameof(InformationCoefficient), InformationCoefficient, "0 to 0.3");
        Check(ListedLater is >= 0 and <= 0.5, nameof(ListedLater), ListedLater, "0 to 0.5");
        Check(Delisted is >= 0 and <= 0.5, nameof(Delisted), Delisted, "0 to 0.5");
    }

    private static void Check(bool holds, string name, object? value, string range)
    {
        if (!holds)
            throw new ArgumentException($"{name}: expected {range}, found {value}", name);
    }
}
