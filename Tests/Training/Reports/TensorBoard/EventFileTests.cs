using System.Text;
using LeanDeep.Training.Reports.TensorBoard;

namespace LeanDeep.Tests.Training.Reports.TensorBoard;

public sealed class EventFileTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2020, 1, 2, 3, 4, 5, 500, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("leandeep").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<byte[], uint> Vectors() => new()
    {
        { "123456789"u8.ToArray(), 0xE3069283 },
        // RFC 3720, B.4
        { new byte[32], 0x8A9136AA },
        { [.. Enumerable.Repeat((byte)0xFF, 32)], 0x62A8AB43 },
        { [.. Enumerable.Range(0, 32).Select(i => (byte)i)], 0x46DD794E },
        { [.. Enumerable.Range(0, 32).Select(i => (byte)(31 - i))], 0x113FDB5C },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Crc32C_PublishedVector_IsTheSum(byte[] bytes, uint sum)
    {
        Assert.Equal(sum, RecordFrame.Crc32C(bytes));
        Assert.Equal(sum, EventReader.Crc32C(bytes));
    }

    [Fact]
    public void Crc32C_AnyLength_AgreesWithBitByBit()
    {
        var random = new Random(1);
        for (var length = 0; length < 70; length++)
        {
            var bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.Equal(EventReader.Crc32C(bytes), RecordFrame.Crc32C(bytes));
        }
    }

    [Fact]
    public void Create_FirstRecord_StatesTheVersionAsEveryEventFileDoes()
    {
        using (EventFile.Create(_folder, Time, "host", "0.v2")) { }

        var file = File.ReadAllBytes(Path.Combine(_folder, "events.out.tfevents.1577934245.host.0.v2"));

        // 24 bytes: time (tag 09), version (tag 1a, 13 characters). The first twelve bytes begin every event file.
        Assert.Equal("1800000000000000A37F4B22", Convert.ToHexString(file.AsSpan(0, 12)));
        Assert.Equal([0x09, .. BitConverter.GetBytes(1577934245.5), 0x1A, 13, .. Encoding.ASCII.GetBytes("brain.Event:2")], file[12..36]);
        Assert.Equal(40, file.Length);
        Assert.Equal(new EventReader.Entry(null, 0, 1577934245.5, "brain.Event:2", null, null), Assert.Single(EventReader.Read(file)));
        Assert.Throws<IOException>(() => EventFile.Create(_folder, Time, "host", "0.v2"));
    }

    [Fact]
    public void Scalar_Flushed_IsThereWhileTheFileIsOpen()
    {
        using var file = EventFile.Create(_folder, Time, "host", "1");
        for (var step = 0; step < 3; step++)
            file.Scalar("loss/train", step, step == 1 ? double.NaN : 0.5 - step, Time.AddSeconds(step));
        file.Flush();

        using var stream = new FileStream(Directory.GetFiles(_folder).Single(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);

        Assert.Equal(
            [("loss/train", 0, 1577934245.5, 0.5f), ("loss/train", 1, 1577934246.5, float.NaN), ("loss/train", 2, 1577934247.5, -1.5f)],
            EventReader.Read(bytes).Skip(1).Select(e => (e.Tag!, e.Step, e.Time, e.Scalar!.Value)));
    }

    [Fact]
    public void Read_FileTornAnywhere_GivesTheWholeRecords()
    {
        using var stream = new MemoryStream();
        using (var file = new EventFile(stream, Time))
            for (var step = 0; step < 4; step++)
                file.Histogram("weights", step, [step, -1, 0.25f], Time);
        var bytes = stream.ToArray();

        Assert.Equal(5, EventReader.Read(bytes).Count);
        for (var length = 0; length < bytes.Length; length++)
            Assert.InRange(EventReader.Read(bytes[..length]).Count, 5 * length / bytes.Length - 1, 4);
    }

    [Fact]
    public void Histogram_Values_LieInTheirBuckets()
    {
        var random = new Random(2);
        float[] values = [0, -0f, 1, -1, 1e-13f, 3e38f, -3e38f, float.NaN, float.PositiveInfinity, .. Enumerable.Range(0, 1000).Select(_ => (float)Rows.Normal(random))];
        using var stream = new MemoryStream();
        using (var file = new EventFile(stream, Time))
            file.Histogram("weights", 7, values, Time);

        var entry = EventReader.Read(stream.ToArray())[1];

        Assert.Equal(("weights", 7), (entry.Tag, entry.Step));
        var (histogram, finite) = (entry.Histogram!, values.Where(float.IsFinite).Select(v => (double)v).ToArray());
        Assert.Equal([finite.Min()], histogram[1]);
        Assert.Equal([finite.Max()], histogram[2]);
        Assert.Equal([finite.Length], histogram[3]);
        Assert.Equal([finite.Sum()], histogram[4]);
        Assert.Equal([finite.Sum(v => v * v)], histogram[5]);
        var (limits, counts) = (histogram[6], histogram[7]);
        Assert.Equal(limits.Order(), limits);
        for (var i = 0; i < limits.Length; i++)
            Assert.Equal(finite.Count(v => v < limits[i] && (i == 0 || v >= limits[i - 1])), counts[i]);
        Assert.All(Enumerable.Range(1, counts.Length - 1), i => Assert.True(counts[i - 1] > 0 || counts[i] > 0)); // no two empty ones in a row
        Assert.Equal(double.MaxValue, limits[^1]);
    }

    [Fact]
    public void Histogram_OneValue_LiesBetweenTheLimitsOfTensorFlow()
    {
        using var stream = new MemoryStream();
        using (var file = new EventFile(stream, Time))
            file.Histogram("one", 0, [1.5f], Time);

        var histogram = EventReader.Read(stream.ToArray())[1].Histogram!;

        // 1e-12 · 1.1^294 ≤ 1.5 < 1e-12 · 1.1^295; empty buckets below and above are one each.
        Assert.Equal([0, 1, 0], histogram[7]);
        Assert.Equal(1e-12 * Math.Pow(1.1, 294), histogram[6][0], 1e-12);
        Assert.Equal(1e-12 * Math.Pow(1.1, 295), histogram[6][1], 1e-12);
        Assert.Equal(double.MaxValue, histogram[6][2]);
    }

    [Fact]
    public void Histogram_NoFiniteValue_IsRefused()
    {
        using var file = new EventFile(new MemoryStream(), Time);

        Assert.Throws<ArgumentException>(() => file.Histogram("none", 0, [float.NaN], Time));
    }
}
