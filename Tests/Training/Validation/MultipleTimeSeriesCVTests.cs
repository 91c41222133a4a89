using System.Text.Json;
using LeanDeep.Training.Validation;

namespace LeanDeep.Tests.Training.Validation;

public sealed class MultipleTimeSeriesCVTests
{
    public static TheoryData<string> GoldenCases()
    {
        var data = new TheoryData<string>();
        foreach (var golden in GoldenFile.Cases("multiple_time_series_cv.json"))
            data.Add(golden.GetProperty("id").GetString()!);
        return data;
    }

    [Theory]
    [MemberData(nameof(GoldenCases))]
    public void Split_ReferenceCases_GiveTheSameSessions(string id)
    {
        var golden = GoldenFile.Cases("multiple_time_series_cv.json").Single(c => c.GetProperty("id").GetString() == id);
        var sessions = golden.GetProperty("sessions").EnumerateArray().Select(s => s.GetString()).ToArray();
        var cv = new MultipleTimeSeriesCV(
            golden.GetProperty("n_splits").GetInt32(), golden.GetProperty("train_length").GetInt32(),
            golden.GetProperty("test_length").GetInt32(), golden.GetProperty("lookahead").GetInt32());

        var splits = cv.Split(sessions.Length);

        var expected = golden.GetProperty("splits").EnumerateArray().ToArray();
        Assert.Equal(expected.Length, splits.Count);
        foreach (var (split, reference) in splits.Zip(expected))
        {
            Assert.Equal(reference.GetProperty("split").GetInt32(), split.Index);
            Assert.Equal(reference.GetProperty("train_sessions").GetInt32(), split.TrainSessionCount);
            Assert.Equal(reference.GetProperty("train_first").GetString(), sessions[split.TrainFirst]);
            Assert.Equal(reference.GetProperty("train_last").GetString(), sessions[split.TrainLast]);
            Assert.Equal(reference.GetProperty("test").EnumerateArray().Select(s => s.GetString()), sessions[split.TestFirst..(split.TestLast + 1)]);
            Assert.Equal(reference.GetProperty("sessions_between").GetInt32(), split.TestFirst - split.TrainLast - 1);
            if (reference.GetProperty("train") is { ValueKind: JsonValueKind.Array } train) // null where the list would be long
                Assert.Equal(train.EnumerateArray().Select(s => s.GetString()), sessions[split.TrainFirst..(split.TrainLast + 1)]);
        }
        Assert.Equal(golden.GetProperty("max_splits_that_fit").GetInt32(), cv.SplitsThatFit(sessions.Length));
    }

    [Fact]
    public void Split_MoreFoldsThanFit_IsRefused()
    {
        var cv = new MultipleTimeSeriesCV(8, 20, 5, 1);
        var fitting = Enumerable.Range(1, 200).First(n => cv.SplitsThatFit(n) == 8);

        Assert.Equal(1, cv.Split(fitting)[^1].TrainFirst); // the definition needs the session before the window too
        var error = Assert.Throws<ArgumentException>(() => cv.Split(fitting - 1));
        Assert.Contains($"at least {fitting} sessions", error.Message);
    }

    [Theory]
    [InlineData(0, 1, 1, 1)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(1, 1, 1, 0)]
    public void Constructor_NumberBelowOne_IsRefused(int splits, int train, int test, int lookahead) =>
        Assert.Throws<ArgumentException>(() => new MultipleTimeSeriesCV(splits, train, test, lookahead));

    [Fact]
    public void Split_AnyCalendar_LastLabelEndsOnTheFirstTestSession()
    {
        for (var lookahead = 1; lookahead <= 21; lookahead += 5)
            foreach (var split in new MultipleTimeSeriesCV(4, 30, 7, lookahead).Split(120))
            {
                Assert.Equal(split.TestFirst, split.TrainLast + lookahead);
                Assert.Equal(30 + lookahead - 1, split.TrainSessionCount);
                Assert.Equal(7, split.TestSessionCount);
            }
    }
}
