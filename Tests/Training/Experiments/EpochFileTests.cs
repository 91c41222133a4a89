using LeanDeep.Training.Experiments;

namespace LeanDeep.Tests.Training.Experiments;

public sealed class EpochFileTests : IDisposable
{
    private static readonly string Key = new('a', 64);
    private readonly string _folder = Directory.CreateTempSubdirectory("leandeep").FullName;

    private string Path1 => Path.Combine(_folder, "one.epochs");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private EpochFile Open(string? key = null) => EpochFile.Open(Path1, key ?? Key, predictions: 3, days: 2, state: 4);

    private void WriteThree()
    {
        using var file = Open();
        for (var epoch = 1; epoch <= 3; epoch++)
            file.Append(epoch, [(byte)epoch, 2, 3, 4], [epoch, 2, 3], [epoch * 0.1, double.NaN]);
    }

    [Fact]
    public void Open_AfterThreeEpochs_GivesThemBack()
    {
        WriteThree();

        using var file = Open();

        Assert.Equal(3, file.Epochs);
        Assert.Null(file.Damage);
        var predictions = new float[3];
        file.ReadPredictions(2, predictions);
        Assert.Equal([2, 2, 3], predictions);
        Assert.Equal([3, 2, 3, 4], file.ReadState(3));
        Assert.Equal(1, file.ReadLoss(1));
        Assert.Equal([0.3, double.NaN], [Math.Round(file.ReadDays(3)[0], 12), file.ReadDays(3)[1]]);
    }

    [Theory]
    [InlineData(0.99, 2)]
    [InlineData(0.80, 2)]
    [InlineData(0.60, 1)]
    [InlineData(0.10, 0)]
    public void Open_CutOff_KeepsWholeEpochsAndGrowsBackToTheSameBytes(double share, int whole)
    {
        WriteThree();
        var bytes = File.ReadAllBytes(Path1);
        using (var stream = File.OpenWrite(Path1))
            stream.SetLength((long)(share * bytes.Length));

        using (var file = Open())
        {
            Assert.Equal(whole, file.Epochs);
            for (var epoch = whole + 1; epoch <= 3; epoch++)
                file.Append(epoch, [(byte)epoch, 2, 3, 4], [epoch, 2, 3], [epoch * 0.1, double.NaN]);
        }

        Assert.Equal(bytes, File.ReadAllBytes(Path1));
    }

    [Fact]
    public void Open_DamagedRecord_IsToldAndCutOffWithAllAfterIt()
    {
        WriteThree();
        var bytes = File.ReadAllBytes(Path1);
        bytes[bytes.Length / 2 + 20] ^= 1;
        File.WriteAllBytes(Path1, bytes);

        using var file = Open();

        Assert.Equal(1, file.Epochs);
        Assert.Contains("the record of epoch 2 is not whole: training goes on from epoch 1", file.Damage, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OtherKey_IsRefused()
    {
        WriteThree();

        var error = Assert.Throws<InvalidDataException>(() => Open(new string('b', 64)));

        Assert.Contains("found another header", error.Message, StringComparison.Ordinal);
    }
}
