// What an application does with ioredis. Prints "ok" at the end; an assertion that fails ends it with its message.
const assert = require("node:assert/strict");
const Redis = require("ioredis");

// Channels, patterns, events of keys, and MONITOR.
async function listen(redis, listener) {
  const heard = [];
  listener.on("message", (channel, message) => heard.push([channel, message]));
  listener.on("pmessage", (pattern, channel, message) => heard.push([pattern, channel, message]));
  assert.equal(await listener.subscribe("io:a", "io:b"), 2);
  assert.equal(await listener.psubscribe("io:*"), 3);
  assert.equal(await redis.publish("io:a", "grüße"), 2);
  assert.deepEqual(await redis.multi().publish("io:b", "1").set("x", "1").publish("io:c", "2").exec(), [[null, 2], [null, "OK"], [null, 1]]);
  assert.deepEqual(await listener.ping("still here"), ["pong", "still here"]);
  const expected = [["io:a", "grüße"], ["io:*", "io:a", "grüße"], ["io:b", "1"], ["io:*", "io:b", "1"], ["io:*", "io:c", "2"]];
  await until(() => heard.length === expected.length);
  assert.deepEqual(heard.splice(0), expected);
  assert.equal(await listener.unsubscribe("io:a"), 2);
  assert.equal(await redis.publish("io:a", "x"), 1);
  await until(() => heard.length === 1);
  heard.length = 0;

  await redis.config("SET", "notify-keyspace-events", "Eg$x");
  await listener.psubscribe("__keyevent@9__:*");
  await redis.pipeline().set("event", "1", "PX", 50).append("event", "2").exec();
  await until(() => heard.some(([, channel]) => channel === "__keyevent@9__:expired"));
  assert.deepEqual(heard.map(([, channel, key]) => `${channel.split(":")[1]} ${key}`), ["set event", "expire event", "append event", "expired event"]);
  await redis.config("SET", "notify-keyspace-events", "");

  const monitor = await redis.monitor();
  const seen = [];
  monitor.on("monitor", (time, words) => seen.push(words));
  await redis.set("watched", "1");
  await until(() => seen.some((words) => words.join(" ") === "set watched 1"));
  monitor.disconnect();
  listener.disconnect();
}

async function until(condition) {
  const end = Date.now() + 30000;
  while (!condition()) {
    assert.ok(Date.now() < end, "it did not happen");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function main(port) {
  const redis = new Redis({ port, host: "127.0.0.1", db: 9, connectionName: "io", enableReadyCheck: true, maxRetriesPerRequest: 1 });
  await new Promise((resolve, reject) => redis.once("ready", resolve).once("error", reject));
  assert.equal(await redis.flushdb(), "OK");
  assert.equal(await redis.client("GETNAME"), "io");

  assert.equal(await redis.set("greeting", "grüße"), "OK");
  assert.equal(await redis.get("greeting"), "grüße");
  assert.equal(await redis.get("nothing"), null);
  assert.equal(await redis.set("greeting", "again", "NX"), null);

  const pipelined = await redis.pipeline().incr("n").incrby("n", 41).get("n").call("INCR", "greeting").exec();
  assert.deepEqual(pipelined.slice(0, 3), [[null, 1], [null, 42], [null, "42"]]);
  assert.match(pipelined[3][0].message, /^ERR value is not an integer or out of range$/);

  assert.deepEqual(await redis.multi().set("a", "1").append("a", "2").get("a").exec(), [[null, "OK"], [null, 2], [null, "12"]]);

  const other = redis.duplicate();
  await redis.watch("a");
  await other.set("a", "changed");
  assert.equal(await redis.multi().set("a", "lost").exec(), null);
  assert.equal(await redis.get("a"), "changed");

  const big = Buffer.alloc(5_000_000, 7);
  await redis.set("big", big);
  assert.ok((await redis.getBuffer("big")).equals(big));

  const names = Array.from({ length: 1000 }, (_, i) => `scan:${i}`);
  await redis.mset(...names.flatMap((name) => [name, "x"]));
  const seen = new Set();
  for await (const page of redis.scanStream({ match: "scan:*", count: 50 })) page.forEach((name) => seen.add(name));
  assert.deepEqual([...seen].sort(), names.sort());

  assert.equal(await redis.expire("a", 100), 1);
  const left = await redis.ttl("a");
  assert.ok(left > 95 && left <= 100);
  assert.match(await redis.info("server"), /redis_mode:standalone/);
  await listen(redis, redis.duplicate());
  await redis.flushdb();
  await Promise.all([redis.quit(), other.quit()]);
  console.log("ok");
}

main(Number(process.argv[2])).catch((error) => {
  console.error(error);
  process.exit(1);
});
