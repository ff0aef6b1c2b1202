// Streams with consumer groups with ioredis. Prints "ok" at the end; an assertion that fails ends it with its message.
const assert = require("node:assert/strict");
const Redis = require("ioredis");

// The facts of XINFO, which come as names and values.
const facts = (list) => Object.fromEntries(list.flatMap((name, i) => (i % 2 === 0 ? [[name, list[i + 1]]] : [])));

async function blocked(redis, count) {
  while (!(await redis.info("clients")).includes(`blocked_clients:${count}\r\n`));
}

// Two consumers share what comes, each waiting for more when it has none; a reader sees the first of it.
async function consumers(redis) {
  assert.equal(await redis.xgroup("CREATE", "events", "readers", "$", "MKSTREAM"), "OK");
  await assert.rejects(redis.xgroup("CREATE", "events", "readers", "$"), /^ReplyError: BUSYGROUP/);
  const seen = [];
  const consume = async (name) => {
    const consumer = redis.duplicate();
    for (;;) {
      const [[stream, [[id, fields]]]] = await consumer.xreadgroup("GROUP", "readers", name, "COUNT", 1, "BLOCK", 0, "STREAMS", "events", ">");
      assert.equal(stream, "events");
      assert.equal(await consumer.xack("events", "readers", id), 1);
      if (fields[1] === "stop") break;
      seen.push(Number(fields[1]));
    }
    await consumer.quit();
  };
  const working = ["one", "two"].map(consume);
  const reader = redis.duplicate();
  const next = reader.xread("BLOCK", 0, "STREAMS", "events", "none", "$", "$");
  await blocked(redis, 3);
  const ids = [];
  for (let i = 0; i < 100; i++) ids.push(await redis.xadd("events", "*", "n", `${i}`));
  for (const _ of working) await redis.xadd("events", "*", "n", "stop");
  await Promise.all(working);
  assert.deepEqual(seen.sort((a, b) => a - b), [...Array(100).keys()]);
  assert.deepEqual(await next, [["events", [[ids[0], ["n", "0"]]]]]);
  assert.deepEqual((await redis.xrange("events", "-", "+", "COUNT", 2)).map(([id]) => id), ids.slice(0, 2));
  assert.equal(await redis.xlen("events"), 102);
  assert.deepEqual(await redis.xpending("events", "readers"), [0, null, null, null]);
  await reader.quit();
}

// What one has taken and not acknowledged, others see and claim.
async function pending(redis) {
  const ids = [];
  for (let i = 1; i <= 5; i++) ids.push(await redis.xadd("jobs", `${i}-1`, "job", `${i}`, "kind", "mail"));
  assert.deepEqual(ids, ["1-1", "2-1", "3-1", "4-1", "5-1"]);
  await redis.xgroup("CREATE", "jobs", "workers", "0");
  const [[, taken]] = await redis.xreadgroup("GROUP", "workers", "one", "COUNT", 4, "STREAMS", "jobs", ">");
  assert.deepEqual(taken.map(([id]) => id), ids.slice(0, 4));
  assert.deepEqual(await redis.xpending("jobs", "workers"), [4, "1-1", "4-1", [["one", "4"]]]);
  const [id, owner, idle, deliveries] = (await redis.xpending("jobs", "workers", "IDLE", 0, "2-1", "+", 1))[0];
  assert.deepEqual([id, owner, deliveries], ["2-1", "one", 1]);
  assert.ok(idle >= 0 && idle < 60000);

  assert.deepEqual(await redis.xclaim("jobs", "workers", "two", 0, "1-1", "RETRYCOUNT", 7), [["1-1", ["job", "1", "kind", "mail"]]]);
  assert.equal(await redis.xdel("jobs", "2-1"), 1);
  assert.deepEqual(await redis.xautoclaim("jobs", "workers", "three", 0, "-", "COUNT", 2), ["3-1", [["1-1", ["job", "1", "kind", "mail"]]], ["2-1"]]);
  assert.deepEqual(await redis.xautoclaim("jobs", "workers", "three", 0, "3-1", "JUSTID"), ["0-0", ["3-1", "4-1"], []]);
  assert.deepEqual((await redis.xpending("jobs", "workers", "-", "+", 10)).map(([id, owner, , count]) => [id, owner, count]), [
    ["1-1", "three", 8],
    ["3-1", "three", 1],
    ["4-1", "three", 1],
  ]);
  assert.deepEqual(await redis.xreadgroup("GROUP", "workers", "three", "STREAMS", "jobs", "3-1"), [["jobs", [["4-1", ["job", "4", "kind", "mail"]]]]]);
  assert.equal(await redis.xack("jobs", "workers", "1-1", "3-1", "5-1"), 2);

  const [group] = (await redis.xinfo("GROUPS", "jobs")).map(facts);
  assert.deepEqual(group, { name: "workers", consumers: 3, pending: 1, "last-delivered-id": "4-1", "entries-read": 4, lag: 1 });
  const members = (await redis.xinfo("CONSUMERS", "jobs", "workers")).map(facts);
  assert.deepEqual(members.map(({ name, pending }) => [name, pending]), [["one", 0], ["three", 1], ["two", 0]]);
  const stream = facts(await redis.xinfo("STREAM", "jobs"));
  assert.deepEqual([stream.length, stream.groups, stream["entries-added"], stream["max-deleted-entry-id"]], [4, 1, 5, "2-1"]);
  assert.deepEqual([stream["first-entry"][0], stream["last-entry"][0]], ["1-1", "5-1"]);
  assert.equal(await redis.xtrim("jobs", "MINID", "5-0"), 3);
  assert.equal(await redis.xgroup("DELCONSUMER", "jobs", "workers", "three"), 1);
  const results = await redis.multi().xadd("jobs", "6-1", "job", "6").xgroup("DESTROY", "jobs", "workers").xlen("jobs").exec();
  assert.deepEqual(results, [[null, "6-1"], [null, 1], [null, 2]]);
}

// A wait ends with what comes, with its time, or with the stream.
async function waits(redis) {
  const reader = redis.duplicate();
  assert.equal(await reader.xread("BLOCK", 20, "STREAMS", "quiet", "$"), null);
  await redis.xgroup("CREATE", "quiet", "readers", "$", "MKSTREAM");
  assert.equal(await reader.xreadgroup("GROUP", "readers", "one", "BLOCK", 20, "STREAMS", "quiet", ">"), null);
  const waiting = assert.rejects(reader.xreadgroup("GROUP", "readers", "one", "BLOCK", 0, "STREAMS", "quiet", ">"), /^ReplyError: UNBLOCKED/);
  await blocked(redis, 1);
  await redis.del("quiet");
  await waiting;
  await reader.quit();
}

async function main(port) {
  const redis = new Redis({ port, host: "127.0.0.1", db: 12, maxRetriesPerRequest: 1 });
  await redis.flushdb();
  await consumers(redis);
  await pending(redis);
  await waits(redis);
  await redis.flushdb();
  await redis.quit();
  console.log("ok");
}

main(Number(process.argv[2])).catch((error) => {
  console.error(error);
  process.exit(1);
});
