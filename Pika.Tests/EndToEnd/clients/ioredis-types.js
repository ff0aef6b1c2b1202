// Collections, iterators and blocking pops with ioredis. Prints "ok" at the end; an assertion that fails ends it with its message.
const assert = require("node:assert/strict");
const Redis = require("ioredis");

async function collect(stream) {
  const all = [];
  for await (const page of stream) all.push(...page);
  return all;
}

async function collections(redis) {
  const fields = Object.fromEntries(Array.from({ length: 700 }, (_, i) => [`field:${i}`, `${i}`]));
  assert.equal(await redis.hset("hash", fields), 700);
  assert.deepEqual(await redis.hgetall("hash"), fields);
  const pairs = await collect(redis.hscanStream("hash", { count: 40 }));
  assert.equal(new Set(pairs.filter((_, i) => i % 2 === 0)).size, 700);

  const members = Array.from({ length: 700 }, (_, i) => `member:${i}`);
  assert.equal(await redis.sadd("set", members), 700);
  assert.deepEqual([...new Set(await collect(redis.sscanStream("set", { match: "member:*", count: 40 })))].sort(), [...members].sort());

  assert.equal(await redis.zadd("zset", ...members.flatMap((member, i) => [i / 2, member])), 700);
  assert.equal(new Set((await collect(redis.zscanStream("zset", { count: 40 }))).filter((_, i) => i % 2 === 0)).size, 700);
  assert.deepEqual(await redis.zrange("zset", 1, 2, "WITHSCORES"), ["member:1", "0.5", "member:2", "1"]);
  assert.equal(await redis.zrank("zset", "member:650"), 650);

  const results = await redis.pipeline().lpush("list", "b", "a").rpush("list", "c").lrange("list", 0, -1).hincrby("hash", "field:7", 3).exec();
  assert.deepEqual(results, [[null, 2], [null, 3], [null, ["a", "b", "c"]], [null, 10]]);
  const moved = await redis.multi().srem("set", "member:0").zrem("zset", "member:0").hdel("hash", "field:0").lpop("list").exec();
  assert.deepEqual(moved, [[null, 1], [null, 1], [null, 1], [null, "a"]]);
}

async function blockingPops(redis) {
  const worker = redis.duplicate();
  const taken = [];
  const working = (async () => {
    for (;;) {
      const popped = await worker.blpop("jobs:high", "jobs:low", 0);
      if (popped[1] === "stop") return;
      taken.push(popped);
    }
  })();
  const expected = [];
  for (let i = 0; i < 50; i++) {
    const queue = i % 3 === 0 ? "jobs:high" : "jobs:low";
    expected.push([queue, `job ${i}`]);
    await redis.rpush(queue, `job ${i}`);
  }
  await redis.rpush("jobs:low", "stop");
  await working;
  // Who is between two pops may find both lists filled, and takes the high one first.
  assert.deepEqual([...taken].sort(), [...expected].sort());

  assert.equal(await worker.blpop("jobs:none", 0.02), null);
  assert.equal(await worker.brpoplpush("jobs:none", "jobs:done", 0.02), null);

  const moving = worker.blmove("jobs:low", "jobs:done", "LEFT", "RIGHT", 0);
  const scored = redis.duplicate();
  const lowest = scored.bzpopmin("ranking", 0);
  await redis.multi().rpush("jobs:low", "moved").zadd("ranking", 2, "two", 1, "one").exec();
  assert.equal(await moving, "moved");
  assert.deepEqual(await lowest, ["ranking", "one", "1"]);
  assert.deepEqual(await redis.lrange("jobs:done", 0, -1), ["moved"]);

  const id = await worker.client("ID");
  const unblocked = assert.rejects(worker.blpop("jobs:none", 0), /^ReplyError: UNBLOCKED client unblocked via CLIENT UNBLOCK$/);
  while ((await redis.client("UNBLOCK", id, "ERROR")) === 0);
  await unblocked;
  await Promise.all([worker.quit(), scored.quit()]);
}

async function main(port) {
  const redis = new Redis({ port, host: "127.0.0.1", db: 12, maxRetriesPerRequest: 1 });
  await redis.flushdb();
  await collections(redis);
  await blockingPops(redis);
  await redis.flushdb();
  await redis.quit();
  console.log("ok");
}

main(Number(process.argv[2])).catch((error) => {
  console.error(error);
  process.exit(1);
});
