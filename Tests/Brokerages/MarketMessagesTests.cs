using System.Text;
using LeanDeep.Brokerages.Alpaca;
using LeanDeep.Brokerages.Alpaca.Wire;

namespace LeanDeep.Tests.Brokerages;

[Trait("Category", "Paper")]
public class MarketMessagesTests
{
    private const string Bar = """{"T":"b","S":"SPY","o":388.985,"h":389.13,"l":388.975,"c":389.12,"v":49378,"n":461,"vw":389.062639,"t":"2021-02-22T19:15:00Z"}""";
    private const string Trade = """{"T":"t","i":96921,"S":"AAPL","x":"D","p":126.55,"s":1,"t":"2021-02-22T15:51:44.208123456Z","c":["@","I"],"z":"C"}""";
    private const string Quote = """{"T":"q","S":"AMD","bx":"U","bp":87.66,"bs":1,"ax":"Q","ap":87.68,"as":4,"t":"2021-02-22T15:51:45.335689322Z","c":["R"],"z":"C"}""";

    [Fact]
    public void Read_BarTradeQuote_HandedOn()
    {
        var sink = new RecordingSink();
        var controls = new List<ControlMessage>();
        new MarketMessages().Read(Encoding.UTF8.GetBytes($$"""[{{Bar}},{{Trade}},{{Quote}},{"T":"success","msg":"connected"},{"T":"error","code":406,"msg":"connection limit exceeded"}]"""), sink, controls.Add);
        var expected = new AlpacaBar("SPY", new DateTime(2021, 2, 22, 19, 15, 0, DateTimeKind.Utc), 388.985m, 389.13m, 388.975m, 389.12m, 49378);
        Assert.Equal([(expected, BarOrigin.Live)], sink.Bars);
        Assert.Equal((1, 1), (sink.Trades, sink.Quotes));
        Assert.Equal([new ControlMessage(ControlKind.Success, null, "connected"), new ControlMessage(ControlKind.Error, 406, "connection limit exceeded")], controls);
        Assert.Empty(sink.Faults);
    }

    [Fact]
    public void Read_Bars_AllocatesNothing()
    {
        var message = Encoding.UTF8.GetBytes("[" + string.Join(',', Enumerable.Repeat(Bar, 100)) + "]");
        var messages = new MarketMessages();
        var sink = new CountingSink();
        for (var i = 0; i < 50; i++) messages.Read(message, sink, Ignore);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 50; i++) messages.Read(message, sink, Ignore);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(10_000, sink.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("[7]")]
    [InlineData("[{}]")]
    [InlineData("""[{"T":"b","S":"SPY"}]""")]
    [InlineData("""[{"T":"b","S":"SPY","o":"1","h":1,"l":1,"c":1,"t":"2021-02-22T19:15:00Z"}]""")]
    [InlineData("""[{"T":"b","S":"SPY","o":1,"h":1,"l":2,"c":1,"t":"2021-02-22T19:15:00Z"}]""")]
    [InlineData("""[{"T":"b","S":"../etc","o":1,"h":1,"l":1,"c":1,"t":"2021-02-22T19:15:00Z"}]""")]
    [InlineData("""[{"T":"b","S":"SPY","o":1,"h":1,"l":1,"c":1,"t":"yesterday"}]""")]
    [InlineData("""[{"T":"b"},""")]
    public void Read_Malformed_IsOneFault(string message)
    {
        var sink = new RecordingSink();
        new MarketMessages().Read(Encoding.UTF8.GetBytes(message), sink, Ignore);
        Assert.Single(sink.Faults);
        Assert.Empty(sink.Bars);
    }

    [Fact]
    public void Read_WrongObject_OthersOfTheMessageAreHandedOn()
    {
        var sink = new RecordingSink();
        new MarketMessages().Read(Encoding.UTF8.GetBytes($$"""[{"T":"b","S":7},{{Bar}}]"""), sink, Ignore);
        Assert.Single(sink.Bars);
        Assert.Single(sink.Faults);
    }

    /// <summary>100,000 messages with bytes changed, cut off, repeated: none throws, none gives more than one fault.</summary>
    [Fact]
    public void Read_Fuzzed_NeverThrows()
    {
        var draws = new Random(1);
        var whole = Encoding.UTF8.GetBytes($"[{Bar},{Trade},{Quote}]");
        var messages = new MarketMessages();
        var sink = new CountingSink();
        var bytes = new byte[whole.Length * 2];
        for (var i = 0; i < 100_000; i++)
        {
            whole.CopyTo(bytes, 0);
            whole.CopyTo(bytes, whole.Length);
            var length = draws.Next(5) == 0 ? draws.Next(bytes.Length) : whole.Length;
            for (var changes = draws.Next(1, 6); changes > 0; changes--) bytes[draws.Next(Math.Max(1, length))] = draws.Next(3) == 0 ? (byte)draws.Next(256) : whole[draws.Next(whole.Length)];
            var faults = sink.Faults;
            messages.Read(bytes.AsSpan(0, length), sink, Ignore);
            Assert.InRange(sink.Faults - faults, 0, 1);
        }
        Assert.True(sink.Faults > 10_000, $"{sink.Faults} faults");
    }

    /// <summary>The same of the updates' stream.</summary>
    [Fact]
    public void TradeMessage_Fuzzed_OnlyJsonErrors()
    {
        var draws = new Random(2);
        var whole = Encoding.UTF8.GetBytes("""{"stream":"trade_updates","data":{"event":"fill","execution_id":"e","price":"179.08","qty":"100","position_qty":"100","timestamp":"2018-02-28T20:38:22Z","order":{"id":"61e6","client_order_id":"c","symbol":"AAPL","side":"buy","type":"market","time_in_force":"day","qty":"100","filled_qty":"100","filled_avg_price":"179.08","status":"filled","legs":null}}}""");
        Assert.Equal(179.08m, TradeMessage.Read(whole).Update!.Price);
        var bytes = new byte[whole.Length];
        for (var i = 0; i < 100_000; i++)
        {
            whole.CopyTo(bytes, 0);
            for (var changes = draws.Next(1, 4); changes > 0; changes--) bytes[draws.Next(bytes.Length)] = whole[draws.Next(whole.Length)];
            try { TradeMessage.Read(bytes.AsSpan(0, draws.Next(4) == 0 ? draws.Next(bytes.Length) : bytes.Length)); }
            catch (System.Text.Json.JsonException) { }
        }
    }

    private static void Ignore(ControlMessage message)
    {
    }

    private sealed class CountingSink : IMarketDataSink
    {
        public int Count { get; private set; }
        public int Faults { get; private set; }

        public void OnBar(in AlpacaBar bar, BarOrigin origin) => Count++;

        public void OnTrade(in AlpacaTrade trade) => Count++;

        public void OnQuote(in AlpacaQuote quote) => Count++;

        public void OnFault(string message) => Faults++;
    }
}
