using System.Globalization;
using Newtonsoft.Json;
using QuantConnect.Brokerages;

namespace QuantConnect;

/// <summary>How a run was set up.</summary>
public class AlgorithmConfiguration
{
    public string Name { get; set; }

    public ISet<string> Tags { get; set; }

    [JsonProperty(NullValueHandling = NullValueHandling.Ignore)]
    public string AccountCurrency { get; set; }

    public BrokerageName Brokerage { get; set; }

    public AccountType AccountType { get; set; }

    public IReadOnlyDictionary<string, string> Parameters { get; set; }

    [JsonConverter(typeof(UtcSecondsConverter))]
    public DateTime? OutOfSampleMaxEndDate { get; set; }

    public int OutOfSampleDays { get; set; }

    [JsonConverter(typeof(UtcSecondsConverter))]
    public DateTime StartDate { get; set; }

    [JsonConverter(typeof(UtcSecondsConverter))]
    public DateTime EndDate { get; set; }

    public int TradingDaysPerYear { get; set; } = 252;

    /// <summary><c>yyyy-MM-ddTHH:mm:ssZ</c>, whatever the kind of the time.</summary>
    private sealed class UtcSecondsConverter : JsonConverter
    {
        private const string Format = "yyyy-MM-ddTHH:mm:ssZ";

        public override bool CanConvert(Type objectType) => objectType == typeof(DateTime) || objectType == typeof(DateTime?);

        public override void WriteJson(JsonWriter writer, object value, JsonSerializer serializer) =>
            writer.WriteValue(((DateTime?)value)?.ToString(Format, CultureInfo.InvariantCulture));

        public override object ReadJson(JsonReader reader, Type objectType, object existingValue, JsonSerializer serializer) => reader.Value switch
        {
            DateTime time => time,
            string text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal),
            _ => existingValue
        };
    }
}
