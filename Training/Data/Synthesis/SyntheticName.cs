namespace LeanDeep.Training.Data;

/// <summary>One name of a synthetic market: what was drawn for it at the start, and its bars so far.</summary>
internal sealed class SyntheticName
{
    private const double LowestYield = 0.01, HighestYield = 0.04;
    private const double ReverseSplitBelow = 5;
    private const int QuietBars = 10;

    private readonly SeededGenerator _random;
    private readonly double _turnover, _splitAbove, _quarterlyYield;
    private readonly int _dividendMonth, _dividendDay;
    private double _activity, _shares;
    private double _dividend, _newShares = 1;

    public SyntheticName(ulong seed, int index, int sector, int firstSession, int lastSession)
    {
        _random = new SeededGenerator(seed, 1000 + (ulong)index);
        Ticker = TickerOf(index);
        (Sector, FirstSession, LastSession) = (sector, firstSession, lastSession);
        Beta = _random.Uniform(0.6, 1.4);
        SectorLoading = _random.Uniform(0.7, 1.3);
        var volatility = _random.LogUniform(LowestVolatility, HighestVolatility);
        Price = Math.Round(_random.LogUniform(12, 120), 2);
        _shares = Math.Round(PortableMath.Exp(PortableMath.Log(8e9) + (1.2 * _random.Normal())) / Price);
        MarketCap = Price * _shares;
        _turnover = PortableMath.Exp(PortableMath.Log(0.006) + (0.4 * _random.Normal()));
        _splitAbove = _random.Uniform(90, 250);
        _quarterlyYield = _random.Uniform() < 0.6 ? _random.Uniform(LowestYield, HighestYield) / 4 : 0;
        _dividendMonth = _random.Below(3);
        _dividendDay = 5 + _random.Below(10);
        OnNasdaq = _random.Uniform() < 0.4;
        Idiosyncratic = new ReturnProcess(_random, volatility, 0.05, 0.93, 5);
    }

    /// <summary>Annual volatilities apart from market and sector are uniform in their logarithm between these.</summary>
    public const double LowestVolatility = 0.16, HighestVolatility = 0.34;

    public string Ticker { get; }
    public int Sector { get; }
    public int FirstSession { get; }
    public int LastSession { get; }
    public double Beta { get; }
    public double SectorLoading { get; }
    public ReturnProcess Idiosyncratic { get; }
    public bool OnNasdaq { get; }

    /// <summary>At the listing, dollars.</summary>
    public double MarketCap { get; }

    /// <summary>The last close, dollars as traded.</summary>
    public double Price { get; private set; }

    /// <summary>Outstanding at the next open, after a split that takes effect there.</summary>
    public double Shares => Math.Round(_shares * _newShares);

    /// <summary>What the last close is worth at the next open: after its dividend and split.</summary>
    public double Base => (Price / _newShares) - _dividend;

    /// <summary>Dollars a share (new shares) that go ex at the next session.</summary>
    public double Dividend => _dividend;

    /// <summary>Growth of one dollar with dividends reinvested.</summary>
    public double Wealth { get; private set; } = 1;

    public PlantedSignal.History History { get; } = new();
    public List<Bar> Bars { get; } = [];
    public List<CorporateEvent> Events { get; } = [];

    /// <summary>A split or dividend between the session it is dated with and the next.</summary>
    public readonly record struct CorporateEvent(DateOnly LastDate, double PriceRatio, double SplitRatio, double Close);

    public bool Trades(int session) => session >= FirstSession && session <= LastSession;

    /// <summary>Adds a session's bar.</summary>
    /// <param name="date">The session.</param>
    /// <param name="shock">The size of the day's move in standard deviations; busy days have large moves.</param>
    /// <param name="dayLength">1, or less on an early close.</param>
    /// <param name="prices">Along the day, dollars, whole cents; first the open, last the close.</param>
    public void AddBar(DateOnly date, double shock, double dayLength, ReadOnlySpan<double> prices)
    {
        double high = prices[0], low = prices[0];
        foreach (var price in prices)
            (high, low) = (Math.Max(high, price), Math.Min(low, price));
        _shares = Shares;
        _activity = (0.9 * _activity) + (0.15 * _random.Normal());
        var shares = _shares * _turnover * dayLength * PortableMath.Exp(_activity + (0.3 * Math.Min(Math.Abs(shock), 5)) + (0.15 * _random.Normal()) - 0.3);
        var close = prices[^1];
        var bar = new Bar(date, 0, Units(prices[0]), Units(high), Units(low), Units(close), (long)Math.Max(100, Math.Round(shares)));
        Wealth *= close / Base;
        Price = close;
        (_dividend, _newShares) = (0, 1);
        Bars.Add(bar);
        History.Add(Wealth, close * bar.Volume);
    }

    /// <summary>Decides from the past what goes ex at the next session, and notes it.</summary>
    public void Announce(DateOnly today, DateOnly next, int sessionOfMonth)
    {
        if (Bars.Count <= QuietBars)
            return;
        if (_quarterlyYield > 0 && next.Month % 3 == _dividendMonth && sessionOfMonth == _dividendDay)
        {
            _dividend = Math.Round(Price * _quarterlyYield, 2);
            if (_dividend > 0)
                Events.Add(new CorporateEvent(today, 1 - (_dividend / Price), 1, Price));
        }
        else if (Price > _splitAbove || Price < ReverseSplitBelow)
        {
            _newShares = Price < ReverseSplitBelow ? 0.2 : _random.Below(10) switch { < 7 => 2, < 9 => 3, _ => 1.5 };
            Events.Add(new CorporateEvent(today, 1, 1 / _newShares, Price));
        }
    }

    public static long Units(double dollars) => (long)Math.Round(dollars * Bar.PriceScale);

    // SYAA, SYAB, … SYZZ, then SAAA …: made-up names, up to 18,252 of them.
    internal static string TickerOf(int index) => index < 676
        ? $"SY{(char)('A' + (index / 26))}{(char)('A' + (index % 26))}"
        : $"S{(char)('A' + ((index - 676) / 676))}{(char)('A' + ((index - 676) / 26 % 26))}{(char)('A' + ((index - 676) % 26))}X";
}
