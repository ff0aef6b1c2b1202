// Collections, iterators and blocking pops with node-redis, over RESP2 or RESP3 (the second argument). Prints "ok" at the end.
const assert = require("node:assert/strict");
const { createClient } = require("redis");

async function collect(pages, each) {
  const seen = new Set();
  for await (const page of pages) [page].flat().forEach((entry) => seen.add(each(entry)));
  return seen;
}

async function collections(client) {
  const fields = Object.fromEntries(Array.from({ length: 700 }, (_, i) => [`field:${i}`, `${i}`]));
  assert.equal(await client.hSet("hash", fields), 700);
  assert.deepEqual({ ...(await client.hGetAll("hash")) }, fields);
  assert.equal((await collect(client.hScanIterator("hash", { COUNT: 40 }), (entry) => entry.field)).size, 700);

  const members = Array.from({ length: 700 }, (_, i) => `member:${i}`);
  assert.equal(await client.sAdd("set", members), 700);
  assert.deepEqual([...(await collect(client.sScanIterator("set", { COUNT: 40 }), (entry) => entry))].sort(), [...members].sort());

  assert.equal(await client.zAdd("zset", members.map((value, i) => ({ value, score: i / 2 }))), 700);
  assert.equal((await collect(client.zScanIterator("zset", { COUNT: 40 }), (entry) => entry.value)).size, 700);
  assert.deepEqual(await client.zRangeWithScores("zset", 1, 2), [
    { value: "member:1", score: 0.5 },
    { value: "member:2", score: 1 },
  ]);
  assert.equal(await client.zScore("zset", "member:7"), 3.5);

  const replies = await Promise.all([client.lPush("list", ["b", "a"]), client.rPush("list", "c"), client.lRange("list", 0, -1), client.sIsMember("set", "member:5")]);
  assert.deepEqual(replies.slice(0, 3), [2, 3, ["a", "b", "c"]]);
  assert.equal(Number(replies[3]), 1);
  assert.deepEqual(await client.multi().sRem("set", "member:0").zRem("zset", "member:0").hDel("hash", "field:0").lPop("list").exec(), [1, 1, 1, "a"]);
}

async function blockingPops(client, worker) {
  const taken = [];
  const working = (async () => {
    for (;;) {
      const popped = await worker.blPop(["jobs:high", "jobs:low"], 0);
      if (popped.element === "stop") return;
      taken.push(popped.element);
    }
  })();
  for (let i = 0; i < 50; i++) await client.rPush(i % 3 === 0 ? "jobs:high" : "jobs:low", `job ${i}`);
  await client.rPush("jobs:low", "stop");
  await working;
  assert.deepEqual([...taken].sort(), Array.from({ length: 50 }, (_, i) => `job ${i}`).sort());

  assert.equal(await worker.blPop("jobs:none", 0.02), null);
  assert.equal(await worker.bzPopMax("ranking", 0.02), null);
  const moving = worker.blMove("jobs:low", "jobs:done", "LEFT", "RIGHT", 0);
  await client.rPush("jobs:low", "moved");
  assert.equal(await moving, "moved");
  const highest = worker.bzPopMax("ranking", 0);
  await client.multi().zAdd("ranking", { value: "one", score: 1 }).zAdd("ranking", { value: "two", score: 2.5 }).exec();
  assert.deepEqual({ ...(await highest) }, { key: "ranking", value: "two", score: 2.5 });
}

async function main(port, resp) {
  const failures = [];
  const client = createClient({ url: `redis://127.0.0.1:${port}/13`, RESP: resp, socket: { reconnectStrategy: false } });
  const worker = client.duplicate();
  for (const each of [client, worker]) {
    each.on("error", (error) => failures.push(error));
    await each.connect();
  }

  await client.flushDb();
  await collections(client);
  await blockingPops(client, worker);
  await client.flushDb();
  await Promise.all([worker.close(), client.close()]);
  assert.deepEqual(failures, []);
  console.log("ok");
}

main(Number(process.argv[2]), Number(process.argv[3])).catch((error) => {
  console.error(error);
  process.exit(1);
});
