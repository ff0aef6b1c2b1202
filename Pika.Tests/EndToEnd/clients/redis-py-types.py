"""Collections, iterators and blocking pops with redis-py. Prints "ok" at the end; an assertion that fails ends it with its line."""

import sys
import threading

import redis


def collections(client):
    fields = {f"field:{i}".encode(): str(i).encode() for i in range(700)}
    assert client.hset("hash", mapping=fields) == 700
    assert client.hgetall("hash") == fields
    assert dict(client.hscan_iter("hash", count=40)) == fields

    members = {f"member:{i}".encode(): i / 2 for i in range(700)}
    assert client.sadd("set", *members) == 700
    assert set(client.sscan_iter("set", match="member:*", count=40)) == set(members)
    assert client.smembers("set") == set(members)

    assert client.zadd("zset", members) == 700
    assert dict(client.zscan_iter("zset", count=40)) == members
    assert client.zrange("zset", 1, 2, withscores=True) == [(b"member:1", 0.5), (b"member:2", 1.0)]
    assert client.zrevrank("zset", "member:0") == 699

    with client.pipeline(transaction=False) as pipe:
        pipe.lpush("list", "b", "a").rpush("list", "c").lrange("list", 0, -1).hincrby("hash", "field:7", 3)
        assert pipe.execute() == [2, 3, [b"a", b"b", b"c"], 10]
    with client.pipeline(transaction=True) as pipe:
        pipe.srem("set", "member:0").zrem("zset", "member:0").hdel("hash", "field:0").lpop("list")
        assert pipe.execute() == [1, 1, 1, b"a"]


def blocking_pops(client, connect):
    taken = []

    def work():
        worker = connect()
        while (popped := worker.blpop(["jobs:high", "jobs:low"], timeout=0))[1] != b"stop":
            taken.append(popped[1])
        worker.close()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for i in range(60):
        client.rpush("jobs:high" if i % 3 == 0 else "jobs:low", f"job {i}")
    client.rpush("jobs:low", *["stop"] * len(workers))
    for worker in workers:
        worker.join(timeout=30)
        assert not worker.is_alive(), "a worker waits for what was pushed"
    assert sorted(taken) == sorted(f"job {i}".encode() for i in range(60)), taken

    assert client.blpop("jobs:none", timeout=0.02) is None
    assert client.brpoplpush("jobs:none", "jobs:done", timeout=0.02) is None
    assert client.bzpopmin("ranking", timeout=0.02) is None

    # Whoever goes while it waits leaves what comes to others.
    gone = connect(socket_timeout=0.05)
    try:
        gone.blpop("jobs:low", timeout=0)
        raise AssertionError("there was nothing to pop")
    except redis.TimeoutError:
        pass
    gone.close()
    while client.info("clients")["blocked_clients"] > 0:
        pass
    assert client.rpush("jobs:low", "kept") == 1
    assert client.blmove("jobs:low", "jobs:done", 1, "LEFT", "RIGHT") == b"kept"
    client.zadd("ranking", {"one": 1, "two": 2})
    assert client.bzpopmax(["none", "ranking"], timeout=1) == (b"ranking", b"two", 2.0)


def main(port):
    def connect(**options):
        return redis.Redis(host="127.0.0.1", port=port, db=14, **options)

    client = connect()
    client.flushdb()
    collections(client)
    blocking_pops(client, connect)
    client.flushdb()
    client.close()
    print("ok")


main(int(sys.argv[1]))
