using QuantConnect;
using QuantConnect.Algorithm;
using QuantConnect.Data;
using QuantConnect.Parameters;

namespace LeanDeep.Cli.Paper.Checks;

/// <summary>Follows many names by the minute and trades some of them in each: what the load check runs.</summary>
public sealed class MinuteLoad : QCAlgorithm
{
    /// <summary>Names that it follows.</summary>
    [Parameter("names")] public int Names { get; set; } = 1_000;

    /// <summary>Orders a minute.</summary>
    [Parameter("orders")] public int Orders { get; set; } = 20;

    private readonly List<Symbol> _symbols = [];
    private int _next;

    public override void Initialize()
    {
        for (var i = 0; i < Names; i++) _symbols.Add(AddEquity(LoadCheck.Name(i), Resolution.Minute, fillForward: false).Symbol);
        SetBenchmark(_ => 0);
    }

    public override void OnData(Slice slice)
    {
        for (var sent = 0; sent < Orders && sent < slice.Bars.Count; sent++)
        {
            var symbol = _symbols[_next++ % _symbols.Count];
            if (slice.Bars.ContainsKey(symbol)) MarketOrder(symbol, Portfolio[symbol].Quantity == 0 ? 1 : -Portfolio[symbol].Quantity, asynchronous: true);
        }
    }
}
