// What an application does with node-redis, over RESP2 or RESP3 (the second argument). Prints "ok" at the end.
const assert = require("node:assert/strict");
const { createClient, WatchError } = require("redis");

// Channels, patterns, shard channels.
async function listen(client) {
  const listener = await client.duplicate().connect();
  const heard = [];
  await listener.subscribe("node:a", (message, channel) => heard.push([channel, message]));
  await listener.pSubscribe("node:*", (message, channel) => heard.push(["*", channel, message]));
  await listener.sSubscribe("node:a", (message, channel) => heard.push(["shard", channel, message]));
  assert.equal(await client.publish("node:a", "1"), 2);
  assert.equal(await client.publish("node:b", "2"), 1);
  assert.equal(await client.sPublish("node:a", "3"), 1);
  const expected = [["node:a", "1"], ["*", "node:a", "1"], ["*", "node:b", "2"], ["shard", "node:a", "3"]];
  await until(() => heard.length === expected.length);
  assert.deepEqual(heard, expected);
  assert.deepEqual({ ...(await client.pubSubNumSub(["node:a"])) }, { "node:a": 1 });
  await listener.unsubscribe("node:a");
  await listener.pUnsubscribe("node:*");
  assert.equal(await client.publish("node:a", "4"), 0);
  await listener.close();
}

// A cache in the client, which hears of changed keys.
async function cache(client, port) {
  const cached = createClient({ url: `redis://127.0.0.1:${port}/10`, RESP: 3, clientSideCache: { ttl: 0, maxEntries: 100, evictPolicy: "LRU" } });
  await cached.connect();
  await client.set("cached", "1");
  assert.equal(await cached.get("cached"), "1");
  assert.equal(await cached.get("cached"), "1");
  await client.set("cached", "2");
  for (const end = Date.now() + 30000; (await cached.get("cached")) !== "2"; ) {
    assert.ok(Date.now() < end, "the change was not told");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await cached.close();
}

async function until(condition) {
  const end = Date.now() + 30000;
  while (!condition()) {
    assert.ok(Date.now() < end, "it did not happen");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function main(port, resp) {
  const failures = [];
  const client = createClient({ url: `redis://127.0.0.1:${port}/10`, name: "node", RESP: resp, socket: { reconnectStrategy: false } });
  client.on("error", (error) => failures.push(error));
  await client.connect();
  await client.flushDb();
  assert.equal(await client.clientGetName(), "node");

  assert.equal(await client.set("greeting", "grüße", { EX: 100 }), "OK");
  assert.equal(await client.get("greeting"), "grüße");
  assert.equal(await client.get("nothing"), null);
  assert.ok((await client.ttl("greeting")) > 95);

  // Calls in one tick leave as one pipeline.
  const counts = await Promise.all(Array.from({ length: 100 }, () => client.incr("n")));
  assert.deepEqual(counts, Array.from({ length: 100 }, (_, i) => i + 1));
  await assert.rejects(client.incr("greeting"), /value is not an integer or out of range/);

  assert.deepEqual(await client.multi().set("a", "1").append("a", "2").get("a").exec(), ["OK", 2, "12"]);

  const other = client.duplicate();
  other.on("error", (error) => failures.push(error));
  await other.connect();
  await client.watch("a");
  await other.set("a", "changed");
  await assert.rejects(client.multi().set("a", "lost").exec(), WatchError);
  assert.equal(await client.get("a"), "changed");

  const big = "7".repeat(5_000_000);
  await client.set("big", big);
  assert.equal(await client.get("big"), big);

  const names = Array.from({ length: 1000 }, (_, i) => `scan:${i}`);
  await client.mSet(names.map((name) => [name, "x"]));
  const seen = new Set();
  for await (const page of client.scanIterator({ MATCH: "scan:*", COUNT: 50 })) [page].flat().forEach((name) => seen.add(name));
  assert.deepEqual([...seen].sort(), names.sort());

  assert.equal((await client.configGet("databases")).databases, "16");
  assert.match(await client.info("server"), /redis_mode:standalone/);
  const list = await client.clientList();
  assert.ok(list.some((each) => each.name === "node"));
  await listen(client);
  if (resp === 3) await cache(client, port);
  await client.flushDb();
  await other.close();
  await client.close();
  assert.deepEqual(failures, []);
  console.log("ok");
}

main(Number(process.argv[2]), Number(process.argv[3])).catch((error) => {
  console.error(error);
  process.exit(1);
});
