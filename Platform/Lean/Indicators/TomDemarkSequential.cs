using QuantConnect.Data.Market;

namespace QuantConnect.Indicators;

public enum TomDemarkSequentialPhase
{
    None = 0,
    BuySetup = 1,
    SellSetup = 2,
    BuyCountdown = 3,
    SellCountdown = 4,
    BuySetupPerfect = 5,
    SellSetupPerfect = 6
}

/// <summary>Counts nine closes beyond the one four bars before, then thirteen beyond the extreme of two bars before. The value is the phase that the bar counted for.</summary>
/// <remarks>Source: DeMark (1994), The New Science of Technical Analysis.</remarks>
public class TomDemarkSequential : WindowIndicator<IBaseDataBar>
{
    private const int Setup = 9, Countdown = 13;
    private TomDemarkSequentialPhase _phase;

    public TomDemarkSequential(string name = "TomDemarkSequential")
        : base(name, 10)
    {
    }

    /// <summary>Highest high of the last buy setup: a close above it ends the countdown.</summary>
    public decimal ResistancePrice { get; private set; }

    /// <summary>Lowest low of the last sell setup: a close below it ends the countdown.</summary>
    public decimal SupportPrice { get; private set; }

    public int SetupPhaseStepCount { get; private set; }
    public int CountdownPhaseStepCount { get; private set; }
    public override bool IsReady => Samples >= WarmUpPeriod;
    public override int WarmUpPeriod => 6;

    protected override decimal ComputeNextValue(IReadOnlyWindow<IBaseDataBar> window, IBaseDataBar current) => !IsReady ? 0 : (decimal)(_phase switch
    {
        TomDemarkSequentialPhase.BuySetup => CountSetup(window, -1),
        TomDemarkSequentialPhase.SellSetup => CountSetup(window, 1),
        TomDemarkSequentialPhase.BuyCountdown => CountDown(window, -1),
        TomDemarkSequentialPhase.SellCountdown => CountDown(window, 1),
        _ => Begin(window)
    });

    public override void Reset()
    {
        (SetupPhaseStepCount, CountdownPhaseStepCount, SupportPrice, ResistancePrice, _phase) = (0, 0, 0, 0, TomDemarkSequentialPhase.None);
        base.Reset();
    }

    /// <summary>A setup begins where the close crosses the one of four bars before.</summary>
    private TomDemarkSequentialPhase Begin(IReadOnlyWindow<IBaseDataBar> window)
    {
        var (before, now) = (window[1].Close.CompareTo(window[5].Close), window[0].Close.CompareTo(window[4].Close));
        if (before * now >= 0) return TomDemarkSequentialPhase.None;
        SetupPhaseStepCount = 1;
        return _phase = now < 0 ? TomDemarkSequentialPhase.BuySetup : TomDemarkSequentialPhase.SellSetup;
    }

    /// <param name="direction">1 in a rise, which is a sell setup.</param>
    private TomDemarkSequentialPhase CountSetup(IReadOnlyWindow<IBaseDataBar> window, int direction)
    {
        if (window[0].Close.CompareTo(window[4].Close) != direction) return _phase = TomDemarkSequentialPhase.None;
        var counted = direction > 0 ? TomDemarkSequentialPhase.SellSetup : TomDemarkSequentialPhase.BuySetup;
        if (++SetupPhaseStepCount != Setup) return counted;
        if (window[0].Close.CompareTo(Extreme(window[2], direction)) == direction) CountdownPhaseStepCount = 1;
        var setup = window.Skip(window.Count - Setup).Take(Setup);
        if (direction > 0) SupportPrice = setup.Min(x => x.Low);
        else ResistancePrice = setup.Max(x => x.High);
        _phase = direction > 0 ? TomDemarkSequentialPhase.SellCountdown : TomDemarkSequentialPhase.BuyCountdown;
        var perfect = Exceeds(1) || Exceeds(0);
        return !perfect ? counted : direction > 0 ? TomDemarkSequentialPhase.SellSetupPerfect : TomDemarkSequentialPhase.BuySetupPerfect;

        bool Exceeds(int bar) => Extreme(window[bar], direction).CompareTo(Extreme(window[3], direction)) == direction && Extreme(window[bar], direction).CompareTo(Extreme(window[2], direction)) == direction;
    }

    private TomDemarkSequentialPhase CountDown(IReadOnlyWindow<IBaseDataBar> window, int direction)
    {
        var close = window[0].Close;
        if (close.CompareTo(Extreme(window[2], direction)) != -direction)
        {
            var counted = _phase;
            if (++CountdownPhaseStepCount == Countdown) _phase = TomDemarkSequentialPhase.None;
            return counted;
        }
        if (direction > 0 ? close < SupportPrice : close > ResistancePrice) _phase = TomDemarkSequentialPhase.None;
        return TomDemarkSequentialPhase.None;
    }

    private static decimal Extreme(IBaseDataBar bar, int direction) => direction > 0 ? bar.High : bar.Low;
}
