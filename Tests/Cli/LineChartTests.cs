using System.Xml.Linq;
using LeanDeep.Cli;

namespace LeanDeep.Tests.Cli;

public class LineChartTests
{
    [Fact]
    public void Draw_LineWithAGap_IsXmlWithTwoStrokesAndTheLegend()
    {
        var dates = Enumerable.Range(0, 400).Select(day => new DateOnly(2016, 1, 1).AddDays(day)).ToArray();
        var values = dates.Select((_, day) => day == 200 ? double.NaN : 100 + day).ToArray();

        var svg = XDocument.Parse(LineChart.Draw([new("a < b", dates, [new("equity", "#000000", values)], "0")]));

        var path = svg.Descendants().Single(element => element.Name.LocalName == "path").Attribute("d")!.Value;
        Assert.Equal(2, path.Count(letter => letter == 'M'));
        Assert.Contains(svg.Descendants(), element => element.Value == "a < b");
        Assert.Contains(svg.Descendants(), element => element.Value == "equity");
        Assert.DoesNotContain("NaN", path, StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_HighestAndLowestValue_LieInsideThePicture()
    {
        var dates = new[] { new DateOnly(2016, 1, 4), new DateOnly(2016, 1, 5), new DateOnly(2016, 1, 6) };

        var svg = XDocument.Parse(LineChart.Draw([new("t", dates, [new("x", "#000000", [-0.013, 0.027, 0.009])], "0.00")]));

        var path = svg.Descendants().Single(element => element.Name.LocalName == "path").Attribute("d")!.Value;
        var heights = path.Split('M', 'L').Skip(1).Select(point => double.Parse(point.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.All(heights, y => Assert.InRange(y, 30, 215));
        Assert.True(heights[1] < heights[2] && heights[2] < heights[0]);
    }
}
