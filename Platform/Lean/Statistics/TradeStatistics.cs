using Newtonsoft.Json;
using QuantConnect.Util;

namespace QuantConnect.Statistics;

/// <summary>What a list of closed trades, in the order of their exits, amounts to. Money is in account currency, before fees.</summary>
public class TradeStatistics
{
    /// <summary>First entry; null without trades.</summary>
    public DateTime? StartDateTime { get; set; }

    /// <summary>Last exit; null without trades.</summary>
    public DateTime? EndDateTime { get; set; }

    public int TotalNumberOfTrades { get; set; }

    public int NumberOfWinningTrades { get; set; }

    public int NumberOfLosingTrades { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal TotalProfitLoss { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal TotalProfit { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal TotalLoss { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal LargestProfit { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal LargestLoss { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal AverageProfitLoss { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal AverageProfit { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal AverageLoss { get; set; }

    public TimeSpan AverageTradeDuration { get; set; }

    public TimeSpan AverageWinningTradeDuration { get; set; }

    public TimeSpan AverageLosingTradeDuration { get; set; }

    public TimeSpan MedianTradeDuration { get; set; }

    public TimeSpan MedianWinningTradeDuration { get; set; }

    public TimeSpan MedianLosingTradeDuration { get; set; }

    public int MaxConsecutiveWinningTrades { get; set; }

    public int MaxConsecutiveLosingTrades { get; set; }

    /// <summary>Average profit over average loss, absolute.</summary>
    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal ProfitLossRatio { get; set; }

    /// <summary>Winning over losing trades; 10 where none lost.</summary>
    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal WinLossRatio { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal WinRate { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal LossRate { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal AverageMAE { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal AverageMFE { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal LargestMAE { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal LargestMFE { get; set; }

    /// <summary>Deepest fall of the running result, counted at exits; 0 or negative.</summary>
    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal MaximumClosedTradeDrawdown { get; set; }

    /// <summary>Deepest fall of the running result, counting each trade's excursions; 0 or negative.</summary>
    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal MaximumIntraTradeDrawdown { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal ProfitLossStandardDeviation { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal ProfitLossDownsideDeviation { get; set; }

    /// <summary>Total profit over total loss, absolute; 10 where there is no loss.</summary>
    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal ProfitFactor { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal SharpeRatio { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal SortinoRatio { get; set; }

    /// <summary>Total result over the closed-trade drawdown, absolute; 10 where there is no drawdown.</summary>
    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal ProfitToMaxDrawdownRatio { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal MaximumEndTradeDrawdown { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal AverageEndTradeDrawdown { get; set; }

    /// <summary>Longest time between two highs of the running result.</summary>
    public TimeSpan MaximumDrawdownDuration { get; set; }

    [JsonConverter(typeof(JsonRoundingConverter))]
    public decimal TotalFees { get; set; }

    /// <summary>All zero.</summary>
    public TradeStatistics()
    {
    }

    /// <remarks>Averages are kept as running means and deviations by Welford's recurrence, in decimal:
    /// their last digits depend on that order.</remarks>
    public TradeStatistics(IEnumerable<Trade> trades)
    {
        var tally = new Tally();
        foreach (var trade in trades)
            Add(trade, tally);
        Complete(tally);
    }

    /// <summary>Of the trades added so far; more may be added to this one.</summary>
    internal TradeStatistics Completed(Tally tally)
    {
        var completed = (TradeStatistics)MemberwiseClone();
        completed.Complete(tally);
        return completed;
    }

    internal TradeStatistics Copy() => (TradeStatistics)MemberwiseClone();

    private void Complete(Tally tally)
    {
        ProfitLossStandardDeviation = Deviation(tally.SquaresOfAll, TotalNumberOfTrades);
        ProfitLossDownsideDeviation = Deviation(tally.SquaresOfLosses, NumberOfLosingTrades);

        // A trade can lose money and still count as won (an assigned option in the money).
        NumberOfWinningTrades += tally.LosingWins;
        NumberOfLosingTrades -= tally.LosingWins;

        ProfitLossRatio = AverageLoss == 0 ? 0 : AverageProfit / Math.Abs(AverageLoss);
        WinLossRatio = TotalNumberOfTrades == 0 ? 0 : NumberOfLosingTrades > 0 ? (decimal)NumberOfWinningTrades / NumberOfLosingTrades : 10;
        WinRate = TotalNumberOfTrades > 0 ? (decimal)NumberOfWinningTrades / TotalNumberOfTrades : 0;
        LossRate = TotalNumberOfTrades > 0 ? 1 - WinRate : 0;
        ProfitFactor = TotalProfit == 0 ? 0 : TotalLoss < 0 ? TotalProfit / Math.Abs(TotalLoss) : 10;
        SharpeRatio = ProfitLossStandardDeviation > 0 ? AverageProfitLoss / ProfitLossStandardDeviation : 0;
        SortinoRatio = ProfitLossDownsideDeviation > 0 ? AverageProfitLoss / ProfitLossDownsideDeviation : 0;
        ProfitToMaxDrawdownRatio = TotalProfitLoss == 0 ? 0
            : MaximumClosedTradeDrawdown < 0 ? TotalProfitLoss / Math.Abs(MaximumClosedTradeDrawdown) : 10;
        AverageEndTradeDrawdown = AverageProfitLoss - AverageMFE;

        MedianTradeDuration = UpperMedian(tally.Durations);
        MedianWinningTradeDuration = UpperMedian(tally.WinningDurations);
        MedianLosingTradeDuration = UpperMedian(tally.LosingDurations);
    }

    /// <summary>What is counted beside the statistics.</summary>
    internal sealed class Tally
    {
        public List<TimeSpan> Durations = [], WinningDurations = [], LosingDurations = [];
        public int Winners, Losers, LosingWins;
        public decimal HighestResult, HighestResultWithExcursion;
        public decimal SquaresOfAll, SquaresOfLosses;
        public DateTime LastHigh = DateTime.MinValue;
        public bool InDrawdown;

        public Tally Copy()
        {
            var copy = (Tally)MemberwiseClone();
            (copy.Durations, copy.WinningDurations, copy.LosingDurations) = ([.. Durations], [.. WinningDurations], [.. LosingDurations]);
            return copy;
        }
    }

    /// <summary>Adds one trade; what follows from all of them is left out until <see cref="Completed"/>.</summary>
    internal void Add(Trade trade, Tally tally)
    {
        if (tally.LastHigh == DateTime.MinValue)
            tally.LastHigh = trade.EntryTime;
        if (StartDateTime == null || trade.EntryTime < StartDateTime)
            StartDateTime = trade.EntryTime;
        if (EndDateTime == null || trade.ExitTime > EndDateTime)
            EndDateTime = trade.ExitTime;
        TotalNumberOfTrades++;

        tally.HighestResultWithExcursion = Math.Max(tally.HighestResultWithExcursion, TotalProfitLoss + trade.MFE);
        MaximumIntraTradeDrawdown = Math.Min(MaximumIntraTradeDrawdown, TotalProfitLoss + trade.MAE - tally.HighestResultWithExcursion);

        TotalProfitLoss += trade.ProfitLoss;
        if (trade.ProfitLoss > 0)
            AddWin(trade, tally);
        else
            AddLoss(trade, tally);

        var average = AverageProfitLoss;
        AverageProfitLoss += (trade.ProfitLoss - average) / TotalNumberOfTrades;
        tally.SquaresOfAll += (trade.ProfitLoss - average) * (trade.ProfitLoss - AverageProfitLoss);

        AverageTradeDuration = RunningMean(AverageTradeDuration, trade.Duration, TotalNumberOfTrades);
        tally.Durations.Add(trade.Duration);
        AverageMAE += (trade.MAE - AverageMAE) / TotalNumberOfTrades;
        AverageMFE += (trade.MFE - AverageMFE) / TotalNumberOfTrades;
        LargestMAE = Math.Min(LargestMAE, trade.MAE);
        LargestMFE = Math.Max(LargestMFE, trade.MFE);
        MaximumEndTradeDrawdown = Math.Max(MaximumEndTradeDrawdown, trade.EndTradeDrawdown);
        TotalFees += trade.TotalFees;
    }

    private void AddWin(Trade trade, Tally tally)
    {
        NumberOfWinningTrades++;
        TotalProfit += trade.ProfitLoss;
        AverageProfit += (trade.ProfitLoss - AverageProfit) / NumberOfWinningTrades;
        AverageWinningTradeDuration = RunningMean(AverageWinningTradeDuration, trade.Duration, NumberOfWinningTrades);
        tally.WinningDurations.Add(trade.Duration);
        LargestProfit = Math.Max(LargestProfit, trade.ProfitLoss);
        CountWinner(tally);

        if (TotalProfitLoss > tally.HighestResult)
        {
            tally.HighestResult = TotalProfitLoss;
            if (tally.InDrawdown && trade.ExitTime - tally.LastHigh > MaximumDrawdownDuration)
                MaximumDrawdownDuration = trade.ExitTime - tally.LastHigh;
            tally.LastHigh = trade.ExitTime;
            tally.InDrawdown = false;
        }
    }

    private void AddLoss(Trade trade, Tally tally)
    {
        NumberOfLosingTrades++;
        TotalLoss += trade.ProfitLoss;
        var average = AverageLoss;
        AverageLoss += (trade.ProfitLoss - average) / NumberOfLosingTrades;
        tally.SquaresOfLosses += (trade.ProfitLoss - average) * (trade.ProfitLoss - AverageLoss);
        AverageLosingTradeDuration = RunningMean(AverageLosingTradeDuration, trade.Duration, NumberOfLosingTrades);
        tally.LosingDurations.Add(trade.Duration);
        LargestLoss = Math.Min(LargestLoss, trade.ProfitLoss);

        if (trade.IsWin)
        {
            tally.LosingWins++;
            CountWinner(tally);
        }
        else
        {
            tally.Winners = 0;
            MaxConsecutiveLosingTrades = Math.Max(MaxConsecutiveLosingTrades, ++tally.Losers);
        }

        MaximumClosedTradeDrawdown = Math.Min(MaximumClosedTradeDrawdown, TotalProfitLoss - tally.HighestResult);
        tally.InDrawdown = true;
    }

    private void CountWinner(Tally tally)
    {
        tally.Losers = 0;
        MaxConsecutiveWinningTrades = Math.Max(MaxConsecutiveWinningTrades, ++tally.Winners);
    }

    private static decimal Deviation(decimal sumOfSquares, int count) =>
        (decimal)Math.Sqrt((double)(count > 1 ? sumOfSquares / (count - 1) : 0));

    private static TimeSpan RunningMean(TimeSpan mean, TimeSpan next, int count) =>
        mean + TimeSpan.FromSeconds((next.TotalSeconds - mean.TotalSeconds) / count);

    private static TimeSpan UpperMedian(List<TimeSpan> durations)
    {
        if (durations.Count == 0)
            return default;
        durations.Sort();
        return durations[durations.Count / 2];
    }
}
