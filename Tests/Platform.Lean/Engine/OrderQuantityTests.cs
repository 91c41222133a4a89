using QuantConnect;
using QuantConnect.Orders;

namespace LeanDeep.Tests.Platform.Lean.Engine;

/// <summary>Orders of a quantity that no brokerage takes, as LEAN answers them; the run goes on.</summary>
public sealed class OrderQuantityTests : IDisposable
{
    private readonly DataFolder _data = new();

    public OrderQuantityTests() => _data.Daily("AAA", "2020-01-06", 10m, 10, 10);

    public void Dispose() => _data.Dispose();

    private ScriptedAlgorithm Run(Func<ScriptedAlgorithm, OrderTicket> send, Action<ScriptedAlgorithm, OrderTicket> next = null)
    {
        OrderTicket ticket = null;
        var run = _data.Run("2020-01-06", "2020-01-08", a => a.Add("AAA"), a =>
        {
            if (a.Step == 0) ticket = send(a);
            else if (a.Step == 1) next?.Invoke(a, ticket);
        });
        Assert.Equal(2, run.Step);
        return run;
    }

    private static string Logged(ScriptedAlgorithm run) => Assert.Single(run.Result.Log)[20..];

    [Fact]
    public void Zero_IsRefusedWithoutAnOrder()
    {
        OrderTicket ticket = null;
        var run = Run(a => ticket = a.LimitOrder(a.Symbol, 0, 9));
        Assert.Equal((OrderStatus.Invalid, OrderResponseErrorCode.OrderQuantityZero), (ticket.Status, ticket.SubmitRequest.Response.ErrorCode));
        Assert.Equal("Unable to submit order with id -10 that has zero quantity.", Logged(run));
        Assert.Empty(run.Result.Orders);
        Assert.Empty(run.Events);
    }

    [Fact]
    public void LessThanALot_IsRefusedWithoutAnOrder()
    {
        var run = Run(a => a.LimitOrder(a.Symbol, -0.5, 9));
        Assert.Equal("Unable to submit order with id -10 which quantity (0.5) is less than lot size (1).", Logged(run));
        Assert.Empty(run.Result.Orders);
    }

    [Theory]
    [InlineData(10.7, 10)]
    [InlineData(-10.7, -10)]
    public void Fraction_IsCutTowardZero(double quantity, double expected)
    {
        var run = Run(a => a.MarketOnOpenOrder(a.Symbol, quantity));
        Assert.Equal((decimal)expected, Assert.Single(run.Result.Orders).Quantity);
        Assert.Equal((decimal)expected, run.Portfolio[run.Symbol].Quantity);
    }

    [Fact]
    public void MoreThanMarginAllows_IsInvalid()
    {
        var run = Run(a => a.MarketOnOpenOrder(a.Symbol, 1e27));
        Assert.Equal(OrderStatus.Invalid, Assert.Single(run.Result.Orders).Status);
        Assert.StartsWith("Order Error: ids: [1], Insufficient buying power to complete orders (Value:[10000000000000000000000000000]), Reason: Id: 1, Initial Margin:", Logged(run), StringComparison.Ordinal);
    }

    // Its value overflows: LEAN leaves the order as it was and says so.
    [Fact]
    public void MoreThanNumbersHold_IsTold()
    {
        OrderTicket ticket = null;
        var run = Run(a => ticket = a.MarketOnOpenOrder(a.Symbol, decimal.MaxValue));
        Assert.Equal(OrderResponseErrorCode.ProcessingError, ticket.SubmitRequest.Response.ErrorCode);
        Assert.StartsWith("Order Error: id: 1, Error executing margin models: Value was either too large", Logged(run), StringComparison.Ordinal);
        Assert.Equal(0, run.Portfolio[run.Symbol].Quantity);
    }

    [Fact]
    public void UpdateToMoreThanNumbersHold_IsRefusedAndTheOrderStays()
    {
        OrderResponse response = null;
        var run = Run(a => a.LimitOrder(a.Symbol, 5, 9), (a, ticket) =>
        {
            ticket.UpdateQuantity(decimal.MaxValue);
            a.LimitOrder(a.Symbol, 1, 8); // handles the queue
            response = ticket.UpdateRequests[0].Response;
        });
        Assert.Equal(OrderResponseErrorCode.ProcessingError, response.ErrorCode);
        Assert.Equal(5, run.Result.Orders[0].Quantity);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void NotANumber_EndsTheRun(double quantity)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Run(a => a.MarketOrder(a.Symbol, quantity)));
        Assert.IsType<ArgumentException>(error.InnerException);
        Assert.Contains("non-finite floating-point value", error.Message, StringComparison.Ordinal);
    }
}
