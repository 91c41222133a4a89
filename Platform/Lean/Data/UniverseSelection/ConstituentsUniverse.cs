using System.Globalization;

namespace QuantConnect.Data.UniverseSelection;

/// <summary>The members that files list day by day.</summary>
public class ConstituentsUniverse<T> : FuncUniverse<T> where T : BaseData
{
    /// <param name="constituentsFilter">Default: all of a day's; the symbol NONE alone stands for none.</param>
    public ConstituentsUniverse(Symbol symbol, UniverseSettings universeSettings, Func<IEnumerable<T>, IEnumerable<Symbol>> constituentsFilter = null)
        : this(new SubscriptionDataConfig(typeof(T), symbol, Resolution.Daily, TimeZones.NewYork, TimeZones.NewYork, false, false, true, isCustom: true), universeSettings, constituentsFilter)
    {
    }

    /// <exception cref="InvalidOperationException">The configuration is not one of custom data.</exception>
    public ConstituentsUniverse(SubscriptionDataConfig subscriptionDataConfig, UniverseSettings universeSettings, Func<IEnumerable<T>, IEnumerable<Symbol>> constituentsFilter = null)
        : base(subscriptionDataConfig, universeSettings, constituentsFilter ?? All)
    {
        if (!subscriptionDataConfig.IsCustomData) throw new InvalidOperationException($"{typeof(T).Name} {nameof(SubscriptionDataConfig)} only supports custom data property set to 'true'");
    }

    private static List<Symbol> All(IEnumerable<T> constituents)
    {
        var symbols = constituents.Select(x => x.Symbol).ToList();
        if (symbols.Count == 1 && symbols[0] == Symbol.None) symbols.Clear();
        return symbols;
    }
}

/// <summary>The members that <c>universes/daily/NAME/yyyyMMdd.csv</c> of the data folder list: <c>ticker,id</c>. The universe's ticker ends with the name.</summary>
public class ConstituentsUniverse : ConstituentsUniverse<ConstituentsUniverseData>
{
    public ConstituentsUniverse(Symbol symbol, UniverseSettings universeSettings, Func<IEnumerable<ConstituentsUniverseData>, IEnumerable<Symbol>> filterFunc) : base(symbol, universeSettings, filterFunc)
    {
    }

    public ConstituentsUniverse(Symbol symbol, UniverseSettings universeSettings) : base(symbol, universeSettings)
    {
    }
}

/// <summary>One member on one day.</summary>
public class ConstituentsUniverseData : BaseData
{
    public ConstituentsUniverseData() => DataType = MarketDataType.Auxiliary;

    public override DateTime EndTime
    {
        get => Time + QuantConnect.Time.OneDay;
        set => Time = value - QuantConnect.Time.OneDay;
    }

    public override SubscriptionDataSource GetSource(SubscriptionDataConfig config, DateTime date, bool isLiveMode)
    {
        var ticker = config.Symbol.ID.Symbol;
        return new SubscriptionDataSource(
            Path.Combine(Globals.DataFolder, "equity", config.Market, "universes", config.Resolution.ResolutionToLower(), ticker[(ticker.LastIndexOf('-') + 1)..].ToLowerInvariant(), date.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + ".csv"),
            SubscriptionTransportMedium.LocalFile, FileFormat.Csv);
    }

    /// <exception cref="FormatException">The line has other columns.</exception>
    public override BaseData Reader(SubscriptionDataConfig config, string line, DateTime date, bool isLiveMode)
    {
        if (string.IsNullOrEmpty(line)) return null;
        var cells = line.Split(',');
        return cells.Length >= 2 && SecurityIdentifier.TryParse(cells[1], out var id)
            ? new ConstituentsUniverseData { Symbol = new Symbol(id, cells[0]), Time = date }
            : throw new FormatException("expected ticker,id");
    }

    public override bool RequiresMapping() => false;

    public override bool IsSparseData() => true;

    public override Resolution DefaultResolution() => Resolution.Daily;

    public override List<Resolution> SupportedResolutions() => DailyResolution;
}
