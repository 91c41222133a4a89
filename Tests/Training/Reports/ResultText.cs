using System.Text.Json;
using System.Text.Json.Nodes;
using LeanDeep.Training.Reports;

namespace LeanDeep.Tests.Training.Reports;

/// <summary>Writes LEAN's result JSON from a few series, each a value after each day.</summary>
internal sealed class ResultText
{
    private readonly JsonObject _charts = [];
    private readonly JsonObject _orders = [];
    private readonly JsonArray _trades = [];
    private readonly JsonObject _statistics = [];

    public ResultText Series(string chart, string series, IEnumerable<(DateOnly Day, double? Value)> values)
    {
        var charts = (_charts[chart] ??= new JsonObject { ["series"] = new JsonObject() })["series"]!.AsObject();
        charts[series] = new JsonObject { ["values"] = new JsonArray([.. values.Select(point => (JsonNode)new JsonArray(Midnight(point.Day), point.Value))]) };
        return this;
    }

    public ResultText Raw(string chart, string series, JsonNode values)
    {
        var charts = (_charts[chart] ??= new JsonObject { ["series"] = new JsonObject() })["series"]!.AsObject();
        charts[series] = new JsonObject { ["values"] = values.DeepClone() };
        return this;
    }

    public ResultText Order(string symbol, string time, double quantity, double price, int status = 3)
    {
        var id = _orders.Count + 1;
        _orders[$"{id}"] = new JsonObject
        {
            ["id"] = id, ["symbol"] = new JsonObject { ["value"] = symbol }, ["time"] = time, ["lastFillTime"] = time,
            ["quantity"] = quantity, ["price"] = price, ["status"] = status,
        };
        return this;
    }

    public ResultText Trade(string symbol, int direction, string entry, string exit, double quantity, double entryPrice, double exitPrice, double fees)
    {
        _trades.Add(new JsonObject
        {
            ["symbols"] = new JsonArray(new JsonObject { ["value"] = symbol }), ["direction"] = direction, ["entryTime"] = entry, ["exitTime"] = exit,
            ["quantity"] = quantity, ["entryPrice"] = entryPrice, ["exitPrice"] = exitPrice,
            ["profitLoss"] = (exitPrice - entryPrice) * quantity * (direction == 1 ? -1 : 1), ["totalFees"] = fees,
        });
        return this;
    }

    public ResultText Statistic(string name, string value)
    {
        _statistics[name] = value;
        return this;
    }

    public string Json(string name = "Small") => new JsonObject
    {
        ["charts"] = _charts.DeepClone(),
        ["orders"] = _orders.DeepClone(),
        ["statistics"] = _statistics.DeepClone(),
        ["algorithmConfiguration"] = new JsonObject { ["name"] = name, ["parameters"] = new JsonObject { ["fast"] = "5" } },
        ["totalPerformance"] = new JsonObject { ["closedTrades"] = _trades.DeepClone() },
    }.ToJsonString(new JsonSerializerOptions { WriteIndented = true });

    /// <summary>The unix time of the midnight that ends the day in New York.</summary>
    private static long Midnight(DateOnly day)
    {
        var local = day.AddDays(1).ToDateTime(TimeOnly.MinValue);
        var summer = NewYorkTime.FromUtc(local.AddHours(4)) == local;
        return new DateTimeOffset(local, TimeSpan.FromHours(summer ? -4 : -5)).ToUnixTimeSeconds();
    }
}
