using QuantConnect.Securities;

namespace QuantConnect.Packets;

public enum PacketType
{
    None, AlgorithmNode, AutocompleteWork, AutocompleteResult, BacktestNode, BacktestResult, BacktestWork, LiveNode, LiveResult,
    LiveWork, SecurityTypes, BacktestError, AlgorithmStatus, BuildWork, BuildSuccess, BuildError, RuntimeError, HandledError, Log, Debug, OrderEvent,
}

/// <summary>A message between the engine and whoever runs it.</summary>
public class Packet(PacketType type)
{
    public PacketType Type { get; set; } = type;
    public virtual string Channel { get; set; } = "";
}

/// <summary>The algorithm ended with an exception.</summary>
public class RuntimeErrorPacket : Packet
{
    public RuntimeErrorPacket() : base(PacketType.RuntimeError) { }

    public RuntimeErrorPacket(int userId, string algorithmId, string message, string stacktrace = "") : base(PacketType.RuntimeError)
    {
        UserId = userId;
        AlgorithmId = algorithmId;
        Message = message;
        StackTrace = stacktrace;
    }

    public string Message { get; set; }
    public string AlgorithmId { get; set; }
    public string StackTrace { get; set; }
    public int UserId { get; set; }
}

/// <summary>Something went wrong that the run survives, or the reason why it could not start.</summary>
public class HandledErrorPacket : Packet
{
    public HandledErrorPacket() : base(PacketType.HandledError) { }

    public HandledErrorPacket(string algorithmId, string message, string stacktrace = "") : base(PacketType.HandledError)
    {
        AlgorithmId = algorithmId;
        Message = message;
        StackTrace = stacktrace;
    }

    public string Message { get; set; }
    public string AlgorithmId { get; set; }
    public string StackTrace { get; set; }
}

/// <summary>What an algorithm may do with the object store; everything by default.</summary>
public class StoragePermissions
{
    public bool Read { get; set; } = true;
    public bool Write { get; set; } = true;
    public bool Delete { get; set; } = true;
    public override string ToString() => $"Read={Read} Write={Write} Delete={Delete}";
}

/// <summary>Limits of a run. The embedded engine keeps to those of storage and charts; it has no other quota.</summary>
public class Controls
{
    public int MaximumRuntimeMinutes { get; set; } = 60 * 24 * 100;
    public int MinuteLimit { get; set; } = 500;
    public int SecondLimit { get; set; } = 100;
    public int TickLimit { get; set; } = 30;
    public int RamAllocation { get; set; } = 1024;
    public int BacktestLogLimit { get; set; } = 10000;
    public int BacktestingMaxInsights { get; set; } = 10000;
    public int BacktestingMaxOrders { get; set; } = int.MaxValue;
    public int MaximumDataPointsPerChartSeries { get; set; } = 4000;
    public int MaximumChartSeries { get; set; } = 10;
    public long StorageLimit { get; set; } = 10L << 30;
    public int StorageFileCount { get; set; } = 10000;
    public StoragePermissions StorageAccess { get; set; } = new();
    public int PersistenceIntervalSeconds { get; set; } = 5;
}

/// <summary>A run to be made: which algorithm, with which parameters.</summary>
public class AlgorithmNodePacket(PacketType type) : Packet(type)
{
    public string HostName { get; set; }
    public int UserId { get; set; }
    public string UserToken { get; set; } = string.Empty;
    public string OrganizationId { get; set; } = string.Empty;
    public int ProjectId { get; set; }
    public string ProjectName { get; set; }
    public string AlgorithmId => this is LiveNodePacket live ? live.DeployId : ((BacktestNodePacket)this).BacktestId;
    public string SessionId { get; set; } = string.Empty;
    public Language Language { get; set; } = Language.CSharp;
    public string CompileId { get; set; } = string.Empty;
    public string Version { get; set; }
    public bool Redelivered { get; set; }
    public byte[] Algorithm { get; set; } = [];
    public string RequestSource { get; set; } = "WebIDE";
    public int RamAllocation => Controls?.RamAllocation ?? 0;
    public Controls Controls { get; set; }
    public Dictionary<string, string> Parameters { get; set; } = [];
    public string HistoryProvider { get; set; } = string.Empty;
    public virtual AlgorithmMode AlgorithmMode => AlgorithmMode.Backtesting;
    public DeploymentTarget DeploymentTarget { get; set; }
}

/// <summary>A backtest to be made.</summary>
public class BacktestNodePacket : AlgorithmNodePacket
{
    private static readonly string DefaultId = Guid.NewGuid().ToString("N");

    public BacktestNodePacket() : base(PacketType.BacktestNode) => Controls = new Controls();

    public BacktestNodePacket(int userId, int projectId, string sessionId, byte[] algorithmData, decimal startingCapital, string name)
        : this(userId, projectId, sessionId, algorithmData, name, new CashAmount(startingCapital, Currencies.USD)) { }

    public BacktestNodePacket(int userId, int projectId, string sessionId, byte[] algorithmData, string name, CashAmount? startingCapital = null)
        : this()
    {
        UserId = userId;
        ProjectId = projectId;
        SessionId = sessionId;
        Algorithm = algorithmData;
        Name = name;
        CashAmount = startingCapital;
    }

    public string Name { get; set; } = string.Empty;
    public string BacktestId { get; set; } = DefaultId;
    public string OptimizationId { get; set; }
    public DateTime? PeriodStart { get; set; }
    public DateTime? PeriodFinish { get; set; }
    public DateTime? OutOfSampleMaxEndDate { get; set; }
    public int OutOfSampleDays { get; set; }
    public int TradeableDates { get; set; }
    public CashAmount? CashAmount { get; set; }
    public override AlgorithmMode AlgorithmMode => OptimizationId is null ? AlgorithmMode.Backtesting : AlgorithmMode.Optimization;
}
