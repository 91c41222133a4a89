using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

/// <summary>The day's volume so far over its average on past days by the same time; 0 before it is ready.</summary>
public class RelativeDailyVolume : TradeBarIndicator
{
    private readonly SortedDictionary<TimeSpan, SimpleMovingAverage> _averages = [];
    private readonly List<(DateTime Time, decimal Volume)> _today = [];
    private readonly int _period;
    private int _day = -1, _days = -1;

    public RelativeDailyVolume(int period = 2)
        : this($"RDV({period})", period)
    {
    }

    /// <param name="period">Past days.</param>
    public RelativeDailyVolume(string name, int period)
        : base(name) => _period = period;

    public override bool IsReady => _days >= _period;

    protected override decimal ComputeNextValue(TradeBar input)
    {
        if (input.Time.Day != _day)
        {
            CloseDay();
            _day = input.Time.Day;
            _days++;
        }
        if (_today.Count > 0 && _today[^1].Time == input.Time) _today.RemoveAt(_today.Count - 1);
        _today.Add((input.Time, input.Volume));
        if (!IsReady) return 0;
        var average = AverageBy(input.Time.TimeOfDay);
        return average == 0 ? 0 : _today.Sum(x => x.Volume) / average;
    }

    public override void Reset()
    {
        _averages.Clear();
        _today.Clear();
        (_day, _days) = (-1, -1);
        base.Reset();
    }

    private void CloseDay()
    {
        var volume = 0m;
        foreach (var (time, traded) in _today)
        {
            volume += traded;
            if (!_averages.TryGetValue(time.TimeOfDay, out var average)) _averages[time.TimeOfDay] = average = new SimpleMovingAverage(_period);
            average.Update(time, volume);
        }
        _today.Clear();
    }

    /// <summary>By that time; where no day has one, by the last time before it, unless it is the last of all.</summary>
    private decimal AverageBy(TimeSpan time)
    {
        if (_averages.TryGetValue(time, out var exact)) return exact.Current.Value;
        SimpleMovingAverage before = null;
        foreach (var (key, average) in _averages)
        {
            if (key > time && before != null) return before.Current.Value;
            before = average;
        }
        return 0;
    }
}
