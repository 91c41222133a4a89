namespace QuantConnect.Data
{
    /// <summary>Which past bars of which symbol.</summary>
    public class HistoryRequest
    {
        internal HistoryRequest(Symbol symbol, Resolution resolution, DateTime startTimeUtc, DateTime endTimeUtc, DataNormalizationMode mode)
        {
            (Symbol, Resolution, StartTimeUtc, EndTimeUtc, DataNormalizationMode) = (symbol, resolution, startTimeUtc, endTimeUtc, mode);
        }

        public Symbol Symbol { get; set; }
        public Resolution Resolution { get; set; }
        public DateTime StartTimeUtc { get; protected set; }
        public DateTime EndTimeUtc { get; protected set; }
        public DataNormalizationMode DataNormalizationMode { get; set; }
    }
}

namespace QuantConnect
{
    /// <summary>A position of an account.</summary>
    public class Holding
    {
        public Symbol Symbol { get; set; } = Symbol.Empty;
        public decimal AveragePrice { get; set; }

        /// <summary>Negative when short.</summary>
        public decimal Quantity { get; set; }

        public decimal MarketPrice { get; set; }
        public decimal MarketValue { get; set; }
        public string CurrencySymbol { get; set; } = "$";
    }

    /// <summary>Tells the time.</summary>
    public interface ITimeProvider
    {
        DateTime GetUtcNow();
    }

    /// <summary>The system's clock.</summary>
    public sealed class RealTimeProvider : ITimeProvider
    {
        public static readonly ITimeProvider Instance = new RealTimeProvider();

        public DateTime GetUtcNow() => DateTime.UtcNow;
    }
}
