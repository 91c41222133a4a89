using System.Runtime.ExceptionServices;

namespace QuantConnect.Lean.Engine;

/// <summary>Work of one run that may be spread over the processors.</summary>
internal static class RunThreads
{
    /// <summary>Calls once with each number below a count, in any order.</summary>
    /// <remarks>Whatever a call throws reaches the caller as it was thrown.</remarks>
    public static void For(int count, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, work);
        }
        catch (AggregateException failure)
        {
            ExceptionDispatchInfo.Capture(failure.InnerExceptions[0]).Throw();
        }
    }
}
