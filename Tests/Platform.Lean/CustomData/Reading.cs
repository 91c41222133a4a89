using System.Globalization;
using QuantConnect;
using QuantConnect.Data;
using QuantConnect.Data.UniverseSelection;

namespace LeanDeep.Tests.Platform.Lean.CustomData;

/// <summary>A custom point of a test: <c>yyyy-MM-dd HH:mm,value</c> a line, known at that time.</summary>
internal sealed class Reading : BaseData
{
    /// <summary>Where a date's points lie. The tests of one class run one after the other.</summary>
    public static Func<DateTime, SubscriptionDataSource> Source;

    public override SubscriptionDataSource GetSource(SubscriptionDataConfig config, DateTime date, bool isLiveMode) => Source(date);

    public override BaseData Reader(SubscriptionDataConfig config, string line, DateTime date, bool isLiveMode)
    {
        var cells = line.ToCsv(2);
        return new Reading { Symbol = config.Symbol, Time = DateTime.ParseExact(cells[0], "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Value = cells[1].ToDecimal() };
    }
}

/// <summary>The tickers of a date: <c>yyyy-MM-dd,ticker,ticker</c> a line.</summary>
internal sealed class Picks : BaseData
{
    public static string Path;

    public List<string> Tickers { get; private set; }

    public override SubscriptionDataSource GetSource(SubscriptionDataConfig config, DateTime date, bool isLiveMode) => new(Path);

    public override BaseData Reader(SubscriptionDataConfig config, string line, DateTime date, bool isLiveMode)
    {
        var cells = line.ToCsv();
        return new Picks { Symbol = config.Symbol, Time = DateTime.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), Tickers = cells[1..] };
    }
}

/// <summary>Lines of several points a minute apart, <c>time,value,value</c>, read as a collection.</summary>
internal sealed class Bundle : BaseData
{
    public static string Path;

    public override SubscriptionDataSource GetSource(SubscriptionDataConfig config, DateTime date, bool isLiveMode) => new(Path, SubscriptionTransportMedium.LocalFile, FileFormat.UnfoldingCollection);

    public override BaseData Reader(SubscriptionDataConfig config, string line, DateTime date, bool isLiveMode)
    {
        var cells = line.ToCsv();
        var time = DateTime.ParseExact(cells[0], "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return new BaseDataCollection(time, config.Symbol, cells.Skip(1).Select((x, i) => new Bundle { Symbol = config.Symbol, Time = time.AddMinutes(i), Value = x.ToDecimal() }));
    }
}

/// <summary>A day's value, known when the day is over: <c>yyyy-MM-dd,value</c> a line.</summary>
internal sealed class Daily : BaseData
{
    public static string Path;

    public override DateTime EndTime
    {
        get => Time.AddDays(1);
        set => Time = value.AddDays(-1);
    }

    public override SubscriptionDataSource GetSource(SubscriptionDataConfig config, DateTime date, bool isLiveMode) => new(Path);

    public override BaseData Reader(SubscriptionDataConfig config, string line, DateTime date, bool isLiveMode)
    {
        var cells = line.ToCsv(2);
        return new Daily { Symbol = config.Symbol, Time = DateTime.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), Value = cells[1].ToDecimal() };
    }
}
