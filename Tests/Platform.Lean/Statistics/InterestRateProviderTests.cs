using QuantConnect.Data;

namespace LeanDeep.Tests.Platform.Lean.Statistics;

public sealed class InterestRateProviderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("interest").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void GetInterestRate_BetweenRows_IsTheLastPublished()
    {
        Write("DATE,PCREDIT8\n2003-01-09,2.25\n2003-06-26,2.00\n");
        var provider = new InterestRateProvider(_folder);
        Assert.Equal(0.0225m, provider.GetInterestRate(new(1999, 1, 1)));
        Assert.Equal(0.0225m, provider.GetInterestRate(new(2003, 6, 25, 23, 0, 0)));
        Assert.Equal(0.02m, provider.GetInterestRate(new(2003, 6, 26)));
        Assert.Equal(0.02m, provider.GetInterestRate(new(2044, 1, 1)));
        Assert.Equal(0.02125m, provider.GetRiskFreeRate(new(2003, 6, 25), new(2003, 6, 26)));
    }

    [Fact]
    public void GetInterestRate_NoFile_IsTheDefault() =>
        Assert.Equal(InterestRateProvider.DefaultRiskFreeRate, new InterestRateProvider(_folder).GetInterestRate(new(2020, 1, 1)));

    [Fact]
    public void GetInterestRate_BadRow_NamesFileAndLine()
    {
        Write("DATE,PCREDIT8\n2003-01-09,2.25\n2003-06-26;2.00\n");
        var error = Assert.Throws<InvalidDataException>(() => new InterestRateProvider(_folder).GetInterestRate(new(2020, 1, 1)));
        Assert.Contains("interest-rate.csv: line 3: expected yyyy-MM-dd,percent, found '2003-06-26;2.00'", error.Message, StringComparison.Ordinal);
    }

    private void Write(string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "alternative", "interest-rate", "usa")).FullName;
        File.WriteAllText(Path.Combine(folder, "interest-rate.csv"), text);
    }
}
