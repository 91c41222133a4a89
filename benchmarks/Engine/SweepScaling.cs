using System.Globalization;

namespace LeanDeep.Benchmarks;

/// <summary>One sweep on one thread and on two, in processes of their own, and the same combinations run by themselves.</summary>
internal sealed class SweepScaling(EngineProcess program, string cache)
{
    private static readonly string[] Compared = [".json", "-summary.json", "-log.txt"];

    /// <param name="run">Its parameter <c>side</c> varies.</param>
    /// <param name="sides">Values.</param>
    /// <param name="repetitions">Sweeps of each kind; the medians count.</param>
    /// <returns>Seconds of the sweep on one thread and on two; number of combinations whose result files are those of the run by itself, byte for byte.</returns>
    public (double One, double Two, int Same) Measure(EngineCase run, IReadOnlyList<int> sides, int repetitions)
    {
        var folder = Directory.CreateTempSubdirectory("leandeep-bench-").FullName;
        try
        {
            List<double> one = [], two = [];
            for (var turn = 0; turn < repetitions; turn++)
            {
                one.Add(Sweep(1));
                two.Add(Sweep(2));
            }
            var same = 0;
            for (var i = 0; i < sides.Count; i++)
            {
                var alone = Path.Combine(folder, $"alone-{i}");
                program.Run(run with { Parameters = new Dictionary<string, string>(run.Parameters) { ["side"] = Text(sides[i]) } }, alone, cache);
                if (Compared.All(end => Same(alone, 1, i, end) && Same(alone, 2, i, end))) same++;
            }
            return (one.Order().ElementAt(repetitions / 2), two.Order().ElementAt(repetitions / 2), same);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        double Sweep(int threads) =>
            program.Run(run, Path.Combine(folder, Text(threads)), cache, "--sweep", "side=" + string.Join(',', sides.Select(Text)), "--threads", Text(threads)).Result.GetProperty("seconds").GetDouble();

        bool Same(string alone, int threads, int index, string end)
        {
            var name = run.Algorithm.Name + end;
            return File.ReadAllBytes(Path.Combine(alone, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, Text(threads), Text(index + 1), name)));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
