using NodaTime;
using QuantConnect.Data.UniverseSelection;
using QuantConnect.Scheduling;

namespace QuantConnect.Algorithm.Framework.Selection;

/// <summary>A universe that selects on dates and at times of day of rules.</summary>
/// <param name="timeZone">Of the times that the selector sees; null for the algorithm's.</param>
/// <param name="selector">Symbols by UTC time.</param>
/// <param name="settings">Default: those of the algorithm.</param>
public class ScheduledUniverseSelectionModel(DateTimeZone timeZone, IDateRule dateRule, ITimeRule timeRule, Func<DateTime, IEnumerable<Symbol>> selector, UniverseSettings settings = null) : UniverseSelectionModel
{
    public ScheduledUniverseSelectionModel(IDateRule dateRule, ITimeRule timeRule, Func<DateTime, IEnumerable<Symbol>> selector, UniverseSettings settings = null)
        : this(null, dateRule, timeRule, selector, settings)
    {
    }

    public override IEnumerable<Universe> CreateUniverses(QCAlgorithm algorithm)
    {
        yield return new ScheduledUniverse(timeZone ?? algorithm.TimeZone, dateRule, timeRule, selector, settings ?? algorithm.UniverseSettings);
    }
}
