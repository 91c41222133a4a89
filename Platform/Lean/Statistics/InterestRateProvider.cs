using System.Globalization;

namespace QuantConnect.Data;

/// <summary>The primary credit rate of the data folder's <c>alternative/interest-rate/usa/interest-rate.csv</c>: on each date the last rate
/// published until then, before the first one that first one. Without a file, <see cref="DefaultRiskFreeRate"/>.</summary>
public class InterestRateProvider : IRiskFreeInterestRateModel
{
    public static readonly decimal DefaultRiskFreeRate = 0.01m;

    private readonly Lazy<SortedList<DateTime, decimal>> _rates;

    /// <summary>Of the configured data folder.</summary>
    public InterestRateProvider()
        : this(() => Globals.DataFolder)
    {
    }

    internal InterestRateProvider(string dataFolder)
        : this(() => dataFolder)
    {
    }

    private InterestRateProvider(Func<string> dataFolder) => _rates = new Lazy<SortedList<DateTime, decimal>>(
        () => new SortedList<DateTime, decimal>(FromCsvFile(Path.Combine(dataFolder(), "alternative", "interest-rate", "usa", "interest-rate.csv"), out _)));

    public decimal GetInterestRate(DateTime date)
    {
        var rates = _rates.Value;
        if (rates.Count == 0)
            return DefaultRiskFreeRate;
        var dates = rates.Keys;
        var low = 0;
        for (var high = dates.Count; low < high;)
        {
            var middle = (low + high) / 2;
            if (dates[middle] <= date)
                low = middle + 1;
            else
                high = middle;
        }
        return rates.Values[Math.Max(0, low - 1)];
    }

    /// <summary>Rates by date; empty where there is no file.</summary>
    /// <exception cref="InvalidDataException">A row that is not <c>yyyy-MM-dd,percent</c>.</exception>
    public static Dictionary<DateTime, decimal> FromCsvFile(string file, out decimal firstInterestRate)
    {
        firstInterestRate = DefaultRiskFreeRate;
        var rates = new Dictionary<DateTime, decimal>();
        if (!File.Exists(file))
            return rates;

        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            if (++number == 1 || string.IsNullOrWhiteSpace(line))
                continue;
            if (!TryParse(line, out var date, out var rate))
                throw new InvalidDataException($"{file}: line {number}: expected yyyy-MM-dd,percent, found '{line}'");
            if (rates.Count == 0)
                firstInterestRate = rate;
            rates[date] = rate;
        }
        return rates;
    }

    public static bool TryParse(string csvLine, out DateTime date, out decimal interestRate)
    {
        var fields = csvLine.Split(',');
        interestRate = DefaultRiskFreeRate;
        if (!DateTime.TryParseExact(fields[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date)
            || fields.Length < 2
            || !decimal.TryParse(fields[1], NumberStyles.Any, CultureInfo.InvariantCulture, out interestRate))
            return false;
        interestRate /= 100;
        return true;
    }
}
