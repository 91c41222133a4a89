namespace QuantConnect;

/// <summary>An algorithm found that its run went otherwise than it expects.</summary>
public class RegressionTestException : Exception
{
    public RegressionTestException() { }
    public RegressionTestException(string message) : base(message) { }
    public RegressionTestException(string message, Exception inner) : base(message, inner) { }
}
