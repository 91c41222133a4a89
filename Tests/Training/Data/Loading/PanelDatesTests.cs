using LeanDeep.Training.Data.Loading;

namespace LeanDeep.Tests.Training.Data.Loading;

public sealed class PanelDatesTests
{
    [Fact]
    public void Through_Date_KeepsTheSessionsUpToIt()
    {
        var panel = RandomPanel.Of(seed: 3, names: 4, sessions: 30);

        var cut = PanelDates.Through(panel, panel.Sessions[19]);

        Assert.Equal(panel.Sessions.Take(20), cut.Sessions);
        Assert.Equal(panel.Names, cut.Names);
        Assert.Equal(panel.Sectors, cut.Sectors);
        for (var name = 0; name < 4; name++)
        {
            Assert.Equal(panel.Open(name)[..20].ToArray(), cut.Open(name).ToArray());
            Assert.Equal(panel.High(name)[..20].ToArray(), cut.High(name).ToArray());
            Assert.Equal(panel.Low(name)[..20].ToArray(), cut.Low(name).ToArray());
            Assert.Equal(panel.Close(name)[..20].ToArray(), cut.Close(name).ToArray());
            Assert.Equal(panel.Volume(name)[..20].ToArray(), cut.Volume(name).ToArray());
        }
    }

    [Fact]
    public void Through_NothingToCut_IsThePanelItself()
    {
        var panel = RandomPanel.Of(seed: 3, names: 4, sessions: 30);
        Assert.Same(panel, PanelDates.Through(panel, null));
        Assert.Same(panel, PanelDates.Through(panel, panel.Sessions[^1].AddDays(5)));
    }

    [Fact]
    public void Through_BeforeTheFirstSession_IsRefused()
    {
        var panel = RandomPanel.Of(seed: 3, names: 4, sessions: 30);
        Assert.Throws<ArgumentException>(() => PanelDates.Through(panel, panel.Sessions[0].AddDays(-1)));
    }
}
