namespace QuantConnect.Packets;

/// <summary>A live run to be made.</summary>
public class LiveNodePacket : AlgorithmNodePacket
{
    public LiveNodePacket() : base(PacketType.LiveNode) => Controls = new Controls { MinuteLimit = 100, SecondLimit = 50, TickLimit = 25, RamAllocation = 512 };

    public string DeployId { get; set; } = string.Empty;

    /// <summary>Name of the brokerage's class.</summary>
    public string Brokerage { get; set; } = string.Empty;

    public Dictionary<string, string> BrokerageData { get; set; } = [];
    public string DataQueueHandler { get; set; } = string.Empty;
    public override AlgorithmMode AlgorithmMode => AlgorithmMode.Live;
}
