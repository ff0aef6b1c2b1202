// What an application does with ioredis. Prints "ok" at the end; an assertion that fails ends it with its message.
const assert = require("node:assert/strict");
const Redis = require("ioredis");

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
  await redis.flushdb();
  await Promise.all([redis.quit(), other.quit()]);
  console.log("ok");
}

main(Number(process.argv[2])).catch((error) => {
  console.error(error);
  process.exit(1);
});
