namespace LeanDeep.Brokerages.Simulator.Market;

/// <summary>Why a request is not carried out, in Alpaca's numbers.</summary>
internal sealed class RefusalException(int status, int code, string message) : Exception(message)
{
    public int Status { get; } = status;
    public int Code { get; } = code;

    public static RefusalException Input(string message) => new(422, 42210000, message);

    public static RefusalException Forbidden(string message) => new(403, 40310000, message);

    public static RefusalException Missing(string message) => new(404, 40410000, message);
}
