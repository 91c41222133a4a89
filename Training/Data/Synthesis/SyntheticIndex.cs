namespace LeanDeep.Training.Data;

/// <summary>A fund that holds all names by market value, as SPY does: price return along the day, dividends passed on each quarter.</summary>
internal sealed class SyntheticIndex(ulong seed)
{
    public const string Ticker = "SPY";
    private static readonly double[] HourShares = [0.13, 0.17, 0.12, 0.10, 0.10, 0.13, 0.25];

    private readonly SeededGenerator _random = new(seed, 2);
    private double _level = 112;
    private double _income, _dividend, _activity;

    public List<Bar> Daily { get; } = [];
    public List<Bar> Hourly { get; } = [];
    public List<SyntheticName.CorporateEvent> Events { get; } = [];

    /// <summary>Adds a session.</summary>
    /// <param name="date">The session.</param>
    /// <param name="relative">Value of the holdings along the day over that at the close before, after their dividends.</param>
    /// <param name="yield">Dividends of the holdings that go ex today, over their value at the close before.</param>
    /// <param name="move">Size of the day's move in standard deviations.</param>
    public void Add(DateOnly date, ReadOnlySpan<double> relative, double yield, double move)
    {
        _income += _level * yield;
        var start = _level - _dividend;
        _dividend = 0;
        _activity = (0.9 * _activity) + (0.1 * _random.Normal());
        var shares = 1.4e8 * PortableMath.Exp(_activity + (0.25 * Math.Min(Math.Abs(move), 5)) - 0.2);
        // Quarter-hours from 09:30: the bar of 09:00 has two, every other hour four.
        long open = 0, high = 0, low = long.MaxValue, close = 0, volume = 0;
        for (int hour = 0, from = 0; from < relative.Length - 1; hour++)
        {
            var to = Math.Min(from + (hour == 0 ? 2 : 4), relative.Length - 1);
            long Cents(double r) => (long)Math.Round(start * r * 100) * (Bar.PriceScale / 100);
            var (barHigh, barLow) = (0L, long.MaxValue);
            for (var n = from; n <= to; n++)
                (barHigh, barLow) = (Math.Max(barHigh, Cents(relative[n])), Math.Min(barLow, Cents(relative[n])));
            var barVolume = (long)Math.Round(shares * HourShares[hour] * PortableMath.Exp(0.1 * _random.Normal()));
            var bar = new Bar(date, (9 + hour) * 60, Cents(relative[from]), barHigh, barLow, Cents(relative[to]), barVolume);
            Hourly.Add(bar);
            if (hour == 0)
                open = bar.Open;
            (high, low, close, volume) = (Math.Max(high, barHigh), Math.Min(low, barLow), bar.Close, volume + barVolume);
            from = to;
        }
        Daily.Add(new Bar(date, 0, open, high, low, close, volume));
        _level = start * relative[^1];
    }

    /// <summary>Pays out on the third Friday of each quarter's last month what the holdings paid.</summary>
    public void Announce(DateOnly today, DateOnly next)
    {
        var thirdFriday = next is { Day: >= 15 and <= 21, DayOfWeek: DayOfWeek.Friday } && next.Month % 3 == 0;
        var amount = Math.Round(_income, 2);
        if (!thirdFriday || amount <= 0)
            return;
        var close = Daily[^1].Close / (double)Bar.PriceScale;
        (_dividend, _income) = (amount, 0);
        Events.Add(new SyntheticName.CorporateEvent(today, 1 - (amount / close), 1, close));
    }
}
