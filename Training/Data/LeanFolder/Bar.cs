namespace LeanDeep.Training.Data;

/// <summary>One trade bar as a LEAN file holds it, before any adjustment.</summary>
/// <param name="Date">The trading day, New York.</param>
/// <param name="Minute">Start of the bar in minutes after midnight; 0 in daily files.</param>
/// <param name="Open">Ten-thousandths of a dollar, as are the other prices.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Shares.</param>
public readonly record struct Bar(DateOnly Date, int Minute, long Open, long High, long Low, long Close, long Volume)
{
    /// <summary>Units of a price in one dollar.</summary>
    public const int PriceScale = 10_000;

    /// <summary>Whether open and close lie within low..high.</summary>
    public bool IsConsistent => Low <= Open && Open <= High && Low <= Close && Close <= High;
}

/// <summary>The resolutions of LEAN files that hold one zip per ticker.</summary>
public enum BarResolution
{
    Daily,
    Hour,
}
