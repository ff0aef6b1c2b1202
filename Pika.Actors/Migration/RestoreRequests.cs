using Pika.Actors.Databases;
using Pika.Actors.Node;
using Pika.Protocol;
using Pika.Storage.Keyspace;
using Pika.Storage.Rdb;
using Pika.Storage.Store;

namespace Pika.Actors.Migration;

/// <summary>Reads keys and writes the requests that make them elsewhere. Blocks on the disk.</summary>
internal static class RestoreRequests
{
    /// <summary>Requests are sent when they have grown to this many bytes.</summary>
    private const int EnoughBytes = 256 * 1024;

    /// <summary>Writes requests for keys from number <paramref name="from"/> on, until there is enough to send.</summary>
    /// <param name="replaces">Whether the target is to replace keys of its own.</param>
    /// <returns>The number of the next key.</returns>
    public static int Write(
        PikaNode node,
        Database database,
        bool replaces,
        IReadOnlyList<MigratingKey> keys,
        int from,
        RespWriter requests
    )
    {
        using var keyspace = new Keyspace(node.Store) { Tier = ReadTier.All };
        while (from < keys.Count && requests.Length < EnoughBytes)
        {
            // Before the state that is read: a key that goes to another database meanwhile is changed.
            keyspace.Open(database.Number, database.Generation, node.NowMs());
            keyspace.PinSnapshot();
            Write(keyspace, replaces, keys[from++], requests);
            keyspace.ReleaseSnapshot();
        }

        return from;
    }

    // A key that is not there any more is not sent, as in Redis.
    private static void Write(Keyspace keyspace, bool replaces, MigratingKey key, RespWriter requests)
    {
        using var row = keyspace.Find(key.Name);
        if (!row.Exists)
        {
            return;
        }

        using var payload = new RdbWriter();
        try
        {
            ValueDump.Write(keyspace, key.Name, row, payload);
        }
        catch (RdbException unfit)
        {
            key.Unfit = unfit.Message;
            return;
        }

        if (keyspace.Incomplete)
        {
            // A part of a value must never pass for the whole: the key would be removed here.
            throw new InvalidOperationException("a view that may read from the disk has stopped");
        }

        requests.Array(replaces ? 5 : 4);
        requests.Bulk("RESTORE"u8);
        requests.Bulk(key.Name);
        requests.Bulk(row.ExpireAt == 0 ? 0 : Math.Max(1, row.ExpireAt - keyspace.Now));
        requests.Bulk(payload.Seal());
        if (replaces)
        {
            requests.Bulk("REPLACE"u8);
        }

        (key.Sent, key.ExpireAt) = (true, row.ExpireAt);
    }
}
