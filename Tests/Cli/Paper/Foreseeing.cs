using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Algorithm.Framework.Alphas;
using QuantConnect.Data;

namespace LeanDeep.Tests.Cli.Paper;

/// <summary>Says each day what it expects, and buys once.</summary>
public sealed class Foreseeing : QCAlgorithm
{
    private Symbol _symbol = null!;

    public override void Initialize()
    {
        SetStartDate(2011, 1, 3);
        SetCash(100_000);
        _symbol = AddEquity("SYAA", Resolution.Daily).Symbol;
    }

    public override void OnData(Slice slice)
    {
        EmitInsights(Insight.Price(_symbol, TimeSpan.FromDays(1), Time.Day % 2 == 0 ? InsightDirection.Up : InsightDirection.Down, 0.02, 0.6, "foresight", 0.5));
        if (!Portfolio.Invested) MarketOnOpenOrder(_symbol, 10);
    }
}
