namespace LeanDeep.Brokerages.Calendar;

/// <summary>The regular session of one day.</summary>
/// <param name="Date">The day in New York.</param>
/// <param name="Open">First moment, UTC.</param>
/// <param name="Close">The moment that is no longer in it, UTC; earlier than 16:00 New York on a short day.</param>
public readonly record struct TradingSession(DateOnly Date, DateTime Open, DateTime Close);
