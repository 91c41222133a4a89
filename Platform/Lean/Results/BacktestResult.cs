using Newtonsoft.Json;
using QuantConnect.Orders;
using QuantConnect.Statistics;

namespace QuantConnect
{
    /// <summary>What a run leaves behind. Null members are left out of the file.</summary>
    public class Result
    {
        [JsonProperty(NullValueHandling = NullValueHandling.Ignore)]
        public IDictionary<string, Chart> Charts { get; set; }

        [JsonProperty(NullValueHandling = NullValueHandling.Ignore)]
        public IDictionary<int, Order> Orders { get; set; }

        [JsonProperty(NullValueHandling = NullValueHandling.Ignore)]
        public List<OrderEvent> OrderEvents { get; set; }

        /// <summary>Profit or loss of each closed transaction, by UTC time.</summary>
        [JsonProperty(NullValueHandling = NullValueHandling.Ignore)]
        public IDictionary<DateTime, decimal> ProfitLoss { get; set; }

        /// <summary>As printed.</summary>
        [JsonProperty(NullValueHandling = NullValueHandling.Ignore)]
        public IDictionary<string, string> Statistics { get; set; }

        [JsonProperty(NullValueHandling = NullValueHandling.Ignore)]
        public IDictionary<string, string> RuntimeStatistics { get; set; }

        [JsonProperty(NullValueHandling = NullValueHandling.Ignore)]
        public IDictionary<string, string> State { get; set; }

        [JsonProperty(NullValueHandling = NullValueHandling.Ignore)]
        public IDictionary<string, string> ServerStatistics { get; set; }

        [JsonProperty(NullValueHandling = NullValueHandling.Ignore)]
        public AlgorithmConfiguration AlgorithmConfiguration { get; set; }

        [JsonProperty(NullValueHandling = NullValueHandling.Ignore)]
        public AlgorithmPerformance TotalPerformance { get; set; }
    }
}

namespace QuantConnect.Packets
{
    /// <summary>What a backtest leaves behind.</summary>
    public class BacktestResult : Result
    {
        /// <summary>Performance by rolling periods, see <see cref="StatisticsResults.RollingPerformances"/>.</summary>
        public Dictionary<string, AlgorithmPerformance> RollingWindow { get; set; } = [];
    }
}
