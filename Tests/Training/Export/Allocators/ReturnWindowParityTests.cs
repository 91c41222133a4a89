using LeanDeep.Models.Inference;
using LeanDeep.Training.Data.Windows;
using LeanDeep.Training.Losses;
using static TorchSharp.torch;

namespace LeanDeep.Tests.Training.Export.Allocators;

/// <summary>Session by session the host reads the windows that training read.</summary>
[Collection(TorchCollection.Name)]
public sealed class ReturnWindowParityTests
{
    [Fact]
    public void Window_EverySession_IsThatOfTheDataset()
    {
        const int lookback = 7;
        var panel = LeanDeep.Training.Data.LeanFolderReader.ReadPanel(Path.Combine(SharedFolder.Repository, "Data"), through: new DateOnly(2010, 4, 30));
        var series = ReturnSeries.Of(panel, [PanelField.Close, PanelField.Volume], ReturnKind.Simple);
        using var dataset = new WindowDataset(series, new WindowOptions(lookback, 1), ScalarType.Float64);
        var window = new ReturnWindow([new(BarField.Close), new(BarField.Volume)], lookback, panel.NameCount);
        var values = new double[window.Size];
        var compared = 0;
        for (var session = 0; session < panel.SessionCount; session++)
        {
            window.BeginSession();
            for (var name = 0; name < panel.NameCount; name++)
                if (panel.Trades(name, session))
                    window.Add(name, panel.Open(name)[session], panel.High(name)[session], panel.Low(name)[session], panel.Close(name)[session], panel.Volume(name)[session]);
            window.EndSession();
            var sample = dataset.Stamps.ToList().IndexOf(panel.Sessions[session]);
            if (sample < 0) continue;
            using var batch = dataset.Batch([sample]);
            window.CopyTo(values);
            Assert.Equal(batch.Inputs.data<double>().ToArray(), values);
            Assert.Equal(batch.Universe.data<bool>().ToArray(), Enumerable.Range(0, panel.NameCount).Select(window.IsComplete));
            compared++;
        }
        Assert.True(compared > 50);
    }
}
