using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data;

namespace LeanDeep.Tests.Cli;

/// <summary>Algorithms of a user, for <c>backtest --assembly</c>: each does one thing that the program must cope with.</summary>
public abstract class UserAlgorithm : QCAlgorithm
{
    public override void Initialize()
    {
        SetStartDate(2010, 3, 1);
        SetEndDate(2010, 6, 30);
        SetCash(100_000);
        AddEquity("SYAA", Resolution.Daily);
    }
}

public sealed class Printing : UserAlgorithm
{
    public override void Initialize()
    {
        base.Initialize();
        Console.WriteLine("fast is " + GetParameter("fast"));
    }

    public override void OnData(Slice slice)
    {
        if (!Portfolio.Invested) SetHoldings(Securities.Keys.First(), 0.5);
    }
}

public sealed class ThrowingInOnData : UserAlgorithm
{
    public override void OnData(Slice slice)
    {
        if (Time.Month == 5) throw new InvalidCastException("first line\nsecond line");
    }
}

public sealed class ThrowingInConstructor : UserAlgorithm
{
    public ThrowingInConstructor() => throw new InvalidOperationException("not today");
}

public sealed class TradingOptions : UserAlgorithm
{
    public override void Initialize() => AddSecurity(SecurityType.Option, "SYAA", Resolution.Daily, true, 0, false);
}

public sealed class NamingNobody : UserAlgorithm
{
    public override void Initialize()
    {
        base.Initialize();
        AddEquity("NOBODY", Resolution.Daily);
    }
}
