using QuantConnect.Securities;

namespace LeanDeep.Tests.Platform.Lean.Securities;

public sealed class TransactionRecordTests
{
    private static readonly DateTime Noon = new(2020, 1, 6, 12, 0, 0);

    [Fact]
    public void AddTransactionRecord_EqualTimes_AreAMillisecondApartAndInOrder()
    {
        var transactions = new QuantConnect.Algorithm.QCAlgorithm().Transactions;
        transactions.AddTransactionRecord(Noon, 1, true);
        transactions.AddTransactionRecord(Noon.AddHours(1), 2, false);
        transactions.AddTransactionRecord(Noon, 3, false);
        transactions.AddTransactionRecord(Noon, 4, true);
        transactions.AddTransactionRecord(Noon.AddMilliseconds(1), 5, true);
        Assert.Equal([(Noon, 1m), (Noon.AddMilliseconds(1), 3m), (Noon.AddMilliseconds(2), 4m), (Noon.AddMilliseconds(3), 5m), (Noon.AddHours(1), 2m)],
            transactions.TransactionRecord.Select(x => (x.Key, x.Value)));
        Assert.Equal((3, 2), (transactions.WinCount, transactions.LossCount));
        Assert.Equal([Noon, Noon.AddMilliseconds(2), Noon.AddMilliseconds(3)], transactions.WinningTransactions.Keys);
    }
}
