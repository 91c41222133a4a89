namespace LeanDeep.Brokerages.Alpaca;

public enum AlpacaFailure
{
    /// <summary>Wrong or revoked keys: trying again is of no use.</summary>
    Unauthorized,
    /// <summary>The broker understood and said no: buying power, input, an order that is no longer open.</summary>
    Refused,
    NotFound,
    /// <summary>No answer, or none that could be read, after all attempts.</summary>
    Unreachable,
    /// <summary>An order may or may not have reached the broker, and it could not be asked.</summary>
    FateUnknown,
}

/// <summary>What the broker refused or failed to do, in one line without keys.</summary>
public sealed class AlpacaException(AlpacaFailure failure, string message, int? code = null, Exception? inner = null) : IOException(message, inner)
{
    public AlpacaFailure Failure { get; } = failure;

    /// <summary>The broker's own number, such as 40310000 for too little buying power.</summary>
    public int? Code { get; } = code;
}
