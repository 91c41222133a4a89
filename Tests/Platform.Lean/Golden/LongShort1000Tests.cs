using System.Globalization;
using System.IO.Compression;
using LeanDeep.Tests.Platform.Lean.Engine;
using QuantConnect.Lean.Engine.Results;

namespace LeanDeep.Tests.Platform.Lean.Golden;

#if GOLDEN
/// <summary>985 stocks over five years: 54,479 orders.</summary>
public sealed class LongShort1000Tests
{
    private const string Source = "data/us1000/us1000_daily_2010_2016.csv.gz";

    [SharedFact(Source)]
    public void Run_985Stocks_EqualsGenuineLean()
    {
        using var data = new DataFolder();
        foreach (var file in new[] { "market-hours/market-hours-database.json", "symbol-properties/symbol-properties-database.csv", "alternative/interest-rate/usa/interest-rate.csv",
            "equity/usa/daily/spy.zip", "equity/usa/hour/spy.zip", "equity/usa/map_files/spy.csv", "equity/usa/factor_files/spy.csv" })
            File.Copy(SharedFolder.PathOf("data/lean/" + file), data.Full(file), overwrite: true);
        Convert(data);
        var golden = new GoldenResult("LongShort1000");
        var run = golden.Run(data.Full("storage"), data.Root);
        var differences = golden.Differences(run);
        differences.AddRange(golden.LogDifferences(run).Take(10));
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
        // LEAN's own digest of all orders, of which the record lists 600.
        Assert.Equal(golden.OrderListHash, OrderListHash.Of(run.Orders));
    }

    // The recorded run left out stocks with a day of more than +100 %, and rows that contradict themselves.
    private static void Convert(DataFolder data)
    {
        string[] dropped = ["C", "NVO", "DUK", "PLD", "HPQ", "CTRP", "EBR", "MIDD", "GOL", "JEC", "CPRT", "OA", "XPO", "EQC", "ACAD"];
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedFolder.PathOf(Source)), CompressionMode.Decompress));
        Assert.Equal("symbol,date,open,high,low,close,volume", reader.ReadLine());
        var rows = new List<string>();
        var symbol = "";
        while (true)
        {
            var cells = reader.ReadLine()?.Split(',');
            if (cells == null || cells[0] != symbol)
            {
                if (rows.Count > 0) data.Zip($"equity/usa/daily/{symbol.ToLowerInvariant()}.zip", rows);
                rows.Clear();
                if (cells == null) return;
                symbol = cells[0];
            }
            var date = cells[1].Replace("-", "", StringComparison.Ordinal);
            if (string.CompareOrdinal(date, "20161129") > 0 || Array.IndexOf(dropped, symbol) >= 0) continue;
            var (open, high, low, close) = (Scaled(cells[2]), Scaled(cells[3]), Scaled(cells[4]), Scaled(cells[5]));
            if (open <= 0 || low <= 0 || close <= 0 || low > open || open > high || low > close || close > high) continue;
            var volume = decimal.TryParse(cells[6], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? (long)value : 0;
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{date} 00:00,{open},{high},{low},{close},{Math.Max(volume, 0)}"));
        }
    }

    private static long Scaled(string price) => (long)Math.Round(decimal.Parse(price, NumberStyles.Float, CultureInfo.InvariantCulture) * 10000, MidpointRounding.ToEven);
}
#endif
