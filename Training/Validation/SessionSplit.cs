namespace LeanDeep.Training.Validation;

/// <summary>One fold: a training block of sessions and the test block that follows it, as inclusive indices into the
/// calendar (ascending) that the splitter was given.</summary>
/// <param name="Index">Number of the fold; 0 is the newest.</param>
/// <param name="TrainFirst">First training session.</param>
/// <param name="TrainLast">Last training session.</param>
/// <param name="TestFirst">First test session.</param>
/// <param name="TestLast">Last test session.</param>
public sealed record SessionSplit(int Index, int TrainFirst, int TrainLast, int TestFirst, int TestLast)
{
    public int TrainSessionCount => TrainLast - TrainFirst + 1;

    public int TestSessionCount => TestLast - TestFirst + 1;
}
