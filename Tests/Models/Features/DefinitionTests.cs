using LeanDeep.Models.Features;

namespace LeanDeep.Tests.Models.Features;

public sealed class DefinitionTests
{
    [Fact]
    public void Compute_OnRandomPanels_EqualsTheDefinitions() =>
        Seeds.ForAll(12, seed: 2017, seed =>
        {
            var panel = RandomPanel.Create(seed, names: 5 + seed % 7, sessions: 110);
            var table = FeatureSet.Chapter17.Compute(panel);
            var random = new Random(seed);
            for (var i = 0; i < 60; i++)
            {
                var row = random.Next(table.RowCount);
                var expected = PlainChapter17.Row(panel, table.RowNames[row], table.RowSessions[row]);
                // A name that stands still has scores of 0/0 by the definition; the features say 0.
                var closes = panel.Close(table.RowNames[row])[..(table.RowSessions[row] + 1)].ToArray().Where(close => !double.IsNaN(close)).ToList();
                if (closes.Distinct().Count() == 1)
                {
                    expected[6] = closes.Count >= 14 + 21 ? 0 : double.NaN;
                    expected[8] = closes.Count >= 33 + 21 ? 0 : double.NaN;
                }
                for (var f = 0; f < expected.Length; f++)
                    AssertClose(expected[f], table.Column(f)[row], $"{table.Features[f]} of {panel.Names[table.RowNames[row]]} on {panel.Sessions[table.RowSessions[row]]}");
            }
        });

    private static void AssertClose(double expected, double found, string what)
    {
        if (double.IsNaN(expected) && double.IsNaN(found))
            return;
        Assert.True(Math.Abs(expected - found) <= 1e-8 * Math.Max(1, Math.Abs(expected)), $"{what}: expected {expected:R}, found {found:R}");
    }
}
