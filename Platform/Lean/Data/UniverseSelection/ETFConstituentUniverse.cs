using System.Globalization;

namespace QuantConnect.Data.UniverseSelection;

/// <summary>A stock of a fund on one day, from <c>universes/etf/FUND/yyyyMMdd.csv</c> of the data folder: <c>ticker,id,date,weight,shares,value</c>, each of the last three possibly empty.</summary>
public class ETFConstituentUniverse : BaseDataCollection
{
    /// <summary>Date on which the fund reported.</summary>
    public DateTime? LastUpdate { get; set; }

    /// <summary>Share of the fund's value; 0.05 is 5%.</summary>
    public decimal? Weight { get; set; }

    public decimal? SharesHeld { get; set; }

    /// <summary>In dollars.</summary>
    public decimal? MarketValue { get; set; }

    public TimeSpan Period { get; set; } = QuantConnect.Time.OneDay;

    public override DateTime EndTime
    {
        get => Time + Period;
        set => Time = value - Period;
    }

    public override SubscriptionDataSource GetSource(SubscriptionDataConfig config, DateTime date, bool isLiveMode) => new(
        Path.Combine(Globals.DataFolder, "equity", config.Market, "universes", "etf", (config.MappedSymbol == config.Symbol.Value ? config.Symbol.Underlying.Value : config.MappedSymbol).ToLowerInvariant(), date.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + ".csv"),
        SubscriptionTransportMedium.LocalFile, FileFormat.FoldingCollection);

    /// <exception cref="FormatException">The line has other columns.</exception>
    public override BaseData Reader(SubscriptionDataConfig config, string line, DateTime date, bool isLiveMode)
    {
        if (string.IsNullOrEmpty(line)) return null;
        var cells = line.Split(',');
        if (cells.Length < 6 || !SecurityIdentifier.TryParse(cells[1], out var id)) throw new FormatException("expected ticker,id,date,weight,shares,value");
        return new ETFConstituentUniverse
        {
            Symbol = new Symbol(id, cells[0]),
            Time = date,
            LastUpdate = DateTime.TryParseExact(cells[2], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var reported) ? reported : null,
            Weight = Number(3),
            SharesHeld = Number(4),
            MarketValue = Number(5),
        };

        decimal? Number(int cell) => cells[cell].Length == 0 ? null : decimal.Parse(cells[cell], NumberStyles.Any, CultureInfo.InvariantCulture);
    }

    public override bool RequiresMapping() => true;

    public override bool IsSparseData() => true;

    public override Resolution DefaultResolution() => Resolution.Daily;

    public override List<Resolution> SupportedResolutions() => DailyResolution;

    public override BaseData Clone() => (BaseData)MemberwiseClone();
}

/// <summary>The stocks of a fund.</summary>
public class ETFConstituentsUniverseFactory : ConstituentsUniverse<ETFConstituentUniverse>
{
    private static int _count;

    /// <param name="symbol">The fund.</param>
    /// <param name="constituentsFilter">Default: all of them.</param>
    public ETFConstituentsUniverseFactory(Symbol symbol, UniverseSettings universeSettings, Func<IEnumerable<ETFConstituentUniverse>, IEnumerable<Symbol>> constituentsFilter = null)
        : base(Of(symbol), universeSettings, constituentsFilter)
    {
    }

    private static Symbol Of(Symbol fund)
    {
        var ticker = $"qc-universe-etf-constituents-{Interlocked.Increment(ref _count):D10}";
        return new Symbol(SecurityIdentifier.GenerateConstituentIdentifier(ticker, fund.SecurityType, fund.ID.Market), ticker, fund);
    }
}
