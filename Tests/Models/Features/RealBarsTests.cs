using System.Globalization;
using System.IO.Compression;
using LeanDeep.Models.Features;

namespace LeanDeep.Tests.Models.Features;

public sealed class RealBarsTests
{
    private const string File = "data/us1000/us1000_daily_2010_2016.csv.gz";
    private const int NameCount = 40;

    [SharedFact(File)]
    public void Stream_OnRealBars_EqualsBatchBitByBit()
    {
        var panel = FirstNames();
        var table = FeatureSet.Chapter17.Compute(panel);
        var stream = FeatureSet.Chapter17.Stream(panel.Names, panel.Sectors);
        var (rows, names) = (new double[31 * NameCount], new int[NameCount]);
        var row = 0;
        for (var t = 0; t < panel.SessionCount; t++)
        {
            stream.BeginSession(panel.Sessions[t]);
            for (var name = 0; name < panel.NameCount; name++)
                if (panel.Trades(name, t))
                    stream.Add(name, panel.Open(name)[t], panel.High(name)[t], panel.Low(name)[t], panel.Close(name)[t], panel.Volume(name)[t]);
            var count = stream.EndSession(rows, names);
            for (var i = 0; i < count; i++, row++)
                for (var f = 0; f < 31; f++)
                    Assert.True(
                        BitConverter.DoubleToInt64Bits(table.Column(f)[row]) == BitConverter.DoubleToInt64Bits(rows[31 * i + f]),
                        $"{table.Features[f]} of {panel.Names[names[i]]} on {panel.Sessions[t]}: batch {table.Column(f)[row]:R}, stream {rows[31 * i + f]:R}");
        }
        Assert.Equal(table.RowCount, row);
        Assert.True(row > 60_000);
    }

    /// <summary>The first names of the file, which is sorted by name; bars without a positive price are left out.</summary>
    private static Panel FirstNames()
    {
        var bars = new Dictionary<string, List<(DateOnly Day, double[] Bar)>>();
        using var reader = new StreamReader(new GZipStream(System.IO.File.OpenRead(SharedFolder.PathOf(File)), CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (!bars.ContainsKey(cells[0]) && bars.Count == NameCount)
                break;
            double[] bar = [.. cells[2..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            bars.TryAdd(cells[0], []);
            if (bar[..4].All(price => price > 0))
                bars[cells[0]].Add((DateOnly.ParseExact(cells[1], "yyyy-MM-dd", CultureInfo.InvariantCulture), bar));
        }
        DateOnly[] sessions = [.. bars.Values.SelectMany(list => list.Select(bar => bar.Day)).Distinct().Order()];
        var fields = new double[5][][];
        for (var f = 0; f < 5; f++)
        {
            fields[f] = new double[bars.Count][];
            foreach (var (list, name) in bars.Values.Select((list, name) => (list, name)))
            {
                fields[f][name] = new double[sessions.Length];
                Array.Fill(fields[f][name], double.NaN);
                foreach (var (day, bar) in list)
                    fields[f][name][Array.BinarySearch(sessions, day)] = bar[f];
            }
        }
        return new Panel([.. bars.Keys], sessions, [.. bars.Keys.Select((_, i) => i % 5)], fields[0], fields[1], fields[2], fields[3], fields[4]);
    }
}
