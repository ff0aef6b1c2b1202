"""What an application does with redis-py. Prints "ok" at the end; an assertion that fails ends it with its line."""

import sys

import redis


def listen(client):
    with client.pubsub() as pubsub:
        pubsub.subscribe("py:a", "py:b")
        pubsub.psubscribe("py:*")
        for kind in ("subscribe", "subscribe", "psubscribe"):
            assert pubsub.get_message(timeout=30)["type"] == kind
        assert client.publish("py:a", b"\x00\xff") == 2
        message = pubsub.get_message(timeout=30)
        assert (message["type"], message["channel"], message["data"]) == ("message", b"py:a", b"\x00\xff"), message
        message = pubsub.get_message(timeout=30)
        assert (message["type"], message["pattern"], message["channel"]) == ("pmessage", b"py:*", b"py:a"), message
        pubsub.ping("hi")
        assert pubsub.get_message(timeout=30)["type"] == "pong"
        assert client.pubsub_numsub("py:a", "py:c") == [(b"py:a", 1), (b"py:c", 0)]
        assert client.pubsub_numpat() == 1 and set(client.pubsub_channels("py:*")) == {b"py:a", b"py:b"}
        pubsub.unsubscribe()
        pubsub.punsubscribe()
        for _ in range(3):
            assert "unsubscribe" in pubsub.get_message(timeout=30)["type"]
        assert client.publish("py:a", "x") == 0
    with client.monitor() as monitor:
        client.set("watched", "1")
        assert monitor.next_command()["command"] == "SET watched 1"


def main(port):
    client = redis.Redis(host="127.0.0.1", port=port, db=11, client_name="py", health_check_interval=1)
    client.flushdb()
    assert client.ping()
    assert client.client_getname() == "py"

    assert client.set("greeting", "grüße", px=100_000)
    assert client.get("greeting").decode() == "grüße"
    assert client.get("nothing") is None
    assert 95_000 < client.pttl("greeting") <= 100_000
    assert client.set("greeting", "again", nx=True) is None

    with client.pipeline(transaction=False) as pipe:
        assert pipe.incr("n").incrby("n", 41).get("n").execute() == [1, 42, b"42"]
    with client.pipeline(transaction=True) as pipe:
        assert pipe.set("a", "1").append("a", "2").get("a").execute() == [True, 2, b"12"]

    with client.pipeline() as pipe:
        pipe.watch("a")
        client.set("a", "changed")
        pipe.multi()
        pipe.set("a", "lost")
        try:
            pipe.execute()
            raise AssertionError("a watched key changed and EXEC went on")
        except redis.WatchError:
            pass
    assert client.get("a") == b"changed"

    try:
        client.incr("greeting")
        raise AssertionError("INCR of a text went well")
    except redis.ResponseError as error:
        assert str(error) == "value is not an integer or out of range", error

    big = bytes(range(256)) * 20_000
    client.set("big", big)
    assert client.get("big") == big

    names = {f"scan:{i}".encode(): b"x" for i in range(1000)}
    client.mset(names)
    assert set(client.scan_iter("scan:*", count=50)) == set(names)
    assert len(set(client.scan_iter(_type="string", count=50))) == 1004

    info = client.info()
    assert info["redis_mode"] == "standalone" and info["loading"] == 0 and info["role"] == "master", info
    assert info["db11"]["keys"] == 1004, info["db11"]
    assert client.config_get("databases") == {"databases": "16"}
    assert any(each["name"] == "py" for each in client.client_list())
    assert client.command_count() > 80
    assert client.dbsize() == 1004
    assert client.bitcount("big") == 20_000 * 1024
    listen(client)
    client.flushdb()
    assert client.dbsize() == 0
    client.close()
    print("ok")


main(int(sys.argv[1]))
