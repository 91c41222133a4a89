// Alpaca's own JavaScript clients against a broker that claims to speak Alpaca's protocol: node check.js 3|4 ADDRESS KEY SECRET
"use strict";

const assert = require("node:assert");
const [, , version, address, key, secret] = process.argv;
const streams = address.replace(/^http/, "ws");

async function advance(minutes) {
  const answer = await fetch(`${address}/sim/advance?minutes=${minutes}`, { method: "POST" });
  assert.equal(answer.status, 200);
}

async function until(condition, what) {
  for (let i = 0; i < 1000; i++) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail(`waited in vain for ${what}`);
}

// Each client under the same few names.
function third() {
  const Alpaca = require("alpaca-3");
  const client = new Alpaca({ keyId: key, secretKey: secret, paper: true, baseUrl: address, dataBaseUrl: address, dataStreamUrl: streams, feed: "iex" });
  return {
    account: async () => ({ cash: Number((await client.getAccount()).cash) }),
    clock: async () => ({ open: (await client.getClock()).is_open }),
    calendar: async () => (await client.getCalendar({ start: "2012-03-05", end: "2012-03-09" })).length,
    bars: async () => {
      const bars = [];
      for await (const bar of client.getBarsV2("SPY", { start: "2012-01-03T00:00:00Z", end: "2012-03-05T00:00:00Z", timeframe: "1Day", limit: 100, adjustment: "raw" })) bars.push(bar.ClosePrice);
      return bars;
    },
    buy: async (id, qty, limit) => (await client.createOrder({ symbol: "SPY", qty, side: "buy", type: limit ? "limit" : "market", time_in_force: "day", limit_price: limit, client_order_id: id })).id,
    replace: async (id, qty) => {
      const order = await client.replaceOrder(id, { qty: String(qty) });
      return { id: order.id, qty: Number(order.qty) };
    },
    cancel: (id) => client.cancelOrder(id),
    find: async (id) => (await client.getOrderByClientId(id)).status,
    held: async () => Number((await client.getPosition("SPY")).qty),
    updates: (take) => {
      const stream = client.trade_ws;
      let listening = false;
      stream.onConnect(() => {
        stream.subscribe(["trade_updates"]);
        listening = true;
      });
      stream.onOrderUpdate((update) => take(update.event, update.order.client_order_id, Number(update.price)));
      stream.connect();
      return { ready: () => listening, close: () => stream.disconnect() };
    },
    market: (take) => {
      const stream = client.data_stream_v2;
      stream.session.url = `${streams}/v2/iex`; // it insists on wss otherwise
      let listening = false;
      stream.onConnect(() => {
        stream.subscribeForBars(["SPY"]);
        listening = true;
      });
      stream.onStockBar((bar) => take(bar.Symbol, bar.ClosePrice, new Date(bar.Timestamp)));
      stream.connect();
      return { ready: () => listening, close: () => stream.disconnect() };
    },
  };
}

function fourth() {
  const { Alpaca, streaming } = require("alpaca-4");
  const redirected = (url, options) => {
    const target = new URL(url);
    return fetch(address + target.pathname + target.search, options);
  };
  const client = new Alpaca({ keyId: key, secret, paper: true, rateLimit: false, retry: false, fetchApi: redirected });
  const credentials = { keyId: key, secret };
  return {
    account: async () => ({ cash: Number((await client.trading.account.getAccount()).cash) }),
    clock: async () => {
      const clock = await client.trading.clock.legacyClock();
      return { open: clock.isOpen };
    },
    calendar: async () => (await client.trading.calendar.legacyCalendar({ start: new Date("2012-03-05"), end: new Date("2012-03-09") })).length,
    bars: async () => {
      const bars = await client.marketData.getStockBars({ symbols: ["SPY"], start: new Date("2012-01-03T00:00:00Z"), end: new Date("2012-03-05T00:00:00Z"), timeframe: "1Day", limit: 17 });
      return bars.SPY.map((bar) => bar.close);
    },
    buy: async (id, qty, limit) => {
      const input = { symbol: "SPY", qty, side: "buy", timeInForce: "day", clientOrderId: id };
      return (await (limit ? client.trading.orders.limit({ ...input, limitPrice: limit }) : client.trading.orders.market(input))).id;
    },
    replace: async (id, qty) => {
      const order = await client.trading.orders.patchOrderByOrderId({ orderId: id, patchOrderRequest: { qty: String(qty) } });
      return { id: order.id, qty: Number(order.qty) };
    },
    cancel: (id) => client.trading.orders.deleteOrderByOrderID({ orderId: id }),
    find: async (id) => (await client.trading.orders.getOrderByClientOrderId({ clientOrderId: id })).status,
    held: async () => Number((await client.trading.positions.getOpenPosition({ symbolOrAssetId: "SPY" })).qty),
    updates: (take) => {
      const stream = new streaming.TradingStream({ credentials, url: `${streams}/stream`, reconnect: false });
      let listening = false;
      stream.on(streaming.EVENT.SUBSCRIPTION, () => (listening = true));
      stream.onTradeUpdate((update) => take(update.event, update.order.client_order_id ?? update.order.clientOrderId, Number(update.price)));
      stream.subscribeTradeUpdates();
      stream.connect();
      return { ready: () => listening, close: () => stream.disconnect() };
    },
    market: (take) => {
      const stream = new streaming.MarketDataStream({ credentials, url: `${streams}/v2/iex`, reconnect: false });
      let listening = false;
      stream.on(streaming.EVENT.SUBSCRIPTION, () => (listening = true));
      stream.onBar((bar) => take(bar.symbol, bar.close, bar.timestamp));
      stream.subscribeForBars(["SPY"]);
      stream.connect();
      return { ready: () => listening, close: () => stream.disconnect() };
    },
  };
}

async function main() {
  const client = version === "3" ? third() : fourth();
  assert.equal((await client.account()).cash, 100000);
  assert.equal((await client.clock()).open, false);
  assert.equal(await client.calendar(), 5);
  const closes = await client.bars();
  assert.equal(closes.length, 42, "sessions from 2012-01-03 to 2012-03-02");

  const heard = [], bars = [];
  const updates = client.updates((event, id, price) => heard.push({ event, id, price }));
  await until(updates.ready, "the stream of updates");
  const market = client.market((symbol, close, time) => bars.push({ symbol, close, time }));
  await until(market.ready, "the stream of market data");
  await new Promise((resolve) => setTimeout(resolve, 1000));

  await advance(10 * 60); // 10:00
  assert.equal((await client.clock()).open, true);
  await until(() => bars.length >= 3, "bars");
  assert.equal(bars[0].symbol, "SPY");
  assert.equal(bars[0].time.getTime(), Date.parse("2012-03-05T14:30:00Z"));

  await client.buy("filled", 10);
  await until(() => heard.some((update) => update.id === "filled" && update.event === "fill" && update.price > 0), "a fill");
  assert.equal(await client.held(), 10);

  const order = await client.buy("resting", 5, 1.5);
  const changed = await client.replace(order, 7);
  assert.equal(changed.qty, 7);
  await until(() => heard.some((update) => update.id === "resting" && update.event === "replaced"), "a replacement");
  assert.equal(await client.find("resting"), "replaced");
  await client.cancel(changed.id);
  await until(() => heard.some((update) => update.event === "canceled"), "a cancellation");

  const price = heard.find((update) => update.event === "fill").price;
  assert.ok(Math.abs((await client.account()).cash - (100000 - 10 * price)) < 1e-6);
  await assert.rejects(client.buy("filled", 1), "a client order id of a second order");
  updates.close();
  market.close();
  console.log(`${closes.length} daily bars, ${bars.length} streamed bars, ${heard.length} updates`);
  process.exit(0);
}

main().catch((error) => {
  console.error(error.response?.data ?? error);
  process.exit(1);
});
