"""Streams with consumer groups with redis-py. Prints "ok" at the end; an assertion that fails ends it with its line."""

import sys
import threading

import redis


def consumers(client, connect):
    assert client.xgroup_create("events", "readers", id="$", mkstream=True)
    try:
        client.xgroup_create("events", "readers")
        raise AssertionError("there are two groups of one name")
    except redis.ResponseError as refused:
        assert str(refused).startswith("BUSYGROUP"), refused

    seen = []

    def consume(name):
        consumer = connect()
        while True:
            [[stream, [(entry, fields)]]] = consumer.xreadgroup("readers", name, {"events": ">"}, count=1, block=0)
            assert stream == b"events" and consumer.xack("events", "readers", entry) == 1
            if fields[b"n"] == b"stop":
                break
            seen.append(int(fields[b"n"]))
        consumer.close()

    working = [threading.Thread(target=consume, args=(f"consumer {i}",), daemon=True) for i in range(3)]
    for consumer in working:
        consumer.start()
    for i in range(60):
        client.xadd("events", {"n": i})
    for _ in working:
        client.xadd("events", {"n": "stop"})
    for consumer in working:
        consumer.join(timeout=30)
        assert not consumer.is_alive(), "a consumer waits for what was added"
    assert sorted(seen) == list(range(60)), seen
    assert client.xpending("events", "readers") == {"pending": 0, "min": None, "max": None, "consumers": []}
    assert client.xinfo_groups("events")[0]["consumers"] == 3
    assert client.xtrim("events", maxlen=1, approximate=False) == 62


def pending(client):
    def fields(i):
        return {b"job": b"%d" % i, b"kind": b"mail"}

    ids = [client.xadd("jobs", fields(i), id=f"{i}-1") for i in range(1, 6)]
    assert ids == [b"1-1", b"2-1", b"3-1", b"4-1", b"5-1"]
    client.xgroup_create("jobs", "workers", id="0")
    assert client.xreadgroup("workers", "one", {"jobs": ">"}, count=4) == [[b"jobs", [(ids[i - 1], fields(i)) for i in range(1, 5)]]]
    assert client.xpending("jobs", "workers") == {
        "pending": 4,
        "min": b"1-1",
        "max": b"4-1",
        "consumers": [{"name": b"one", "pending": 4}],
    }
    assert client.xclaim("jobs", "workers", "two", 0, ["1-1"], retrycount=7) == [(b"1-1", fields(1))]
    assert client.xdel("jobs", "2-1") == 1
    assert client.xautoclaim("jobs", "workers", "three", 0, "-", count=2)[:2] == [b"3-1", [(b"1-1", fields(1))]]
    assert client.xautoclaim("jobs", "workers", "three", 0, "3-1", justid=True) == [b"3-1", b"4-1"]
    left = client.xpending_range("jobs", "workers", "-", "+", 10)
    assert [(each["message_id"], each["consumer"], each["times_delivered"]) for each in left] == [
        (b"1-1", b"three", 8),
        (b"3-1", b"three", 1),
        (b"4-1", b"three", 1),
    ], left
    assert client.xreadgroup("workers", "three", {"jobs": "3-1"}) == [[b"jobs", [(b"4-1", fields(4))]]]
    assert client.xack("jobs", "workers", "1-1", "3-1", "5-1") == 2

    group = client.xinfo_groups("jobs")[0]
    assert (group["name"], group["consumers"], group["pending"], group["last-delivered-id"]) == (b"workers", 3, 1, b"4-1"), group
    assert (group["entries-read"], group["lag"]) == (4, 1), group
    members = client.xinfo_consumers("jobs", "workers")
    assert [(each["name"], each["pending"]) for each in members] == [(b"one", 0), (b"three", 1), (b"two", 0)], members
    stream = client.xinfo_stream("jobs")
    assert (stream["length"], stream["groups"], stream["first-entry"]) == (4, 1, (b"1-1", fields(1))), stream
    with client.pipeline(transaction=True) as pipe:
        pipe.xadd("jobs", fields(6), id="6-1").xtrim("jobs", minid="5-0", approximate=False)
        pipe.xgroup_destroy("jobs", "workers").xrevrange("jobs", count=1)
        assert pipe.execute() == [b"6-1", 3, True, [(b"6-1", fields(6))]]


def waits(client, connect):
    assert client.xread({"quiet": "$"}, block=20) == []
    client.xgroup_create("quiet", "readers", id="$", mkstream=True)
    assert client.xreadgroup("readers", "one", {"quiet": ">"}, block=20) == []

    # Whoever goes while it waits takes nothing with it.
    gone = connect(socket_timeout=0.05)
    try:
        gone.xreadgroup("readers", "one", {"quiet": ">"}, block=0)
        raise AssertionError("there was nothing to read")
    except redis.TimeoutError:
        pass
    gone.close()
    while client.info("clients")["blocked_clients"] > 0:
        pass
    entry = client.xadd("quiet", {"f": "v"})
    assert client.xpending("quiet", "readers")["pending"] == 0
    assert client.xreadgroup("readers", "two", {"quiet": ">"}) == [[b"quiet", [(entry, {b"f": b"v"})]]]


def main(port):
    def connect(**options):
        return redis.Redis(host="127.0.0.1", port=port, db=14, **options)

    client = connect()
    client.flushdb()
    consumers(client, connect)
    pending(client)
    waits(client, connect)
    client.flushdb()
    client.close()
    print("ok")


main(int(sys.argv[1]))
