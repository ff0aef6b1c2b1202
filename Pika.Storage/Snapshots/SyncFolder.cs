using System.Globalization;

namespace Pika.Storage.Snapshots;

/// <summary>The names of what a full sync uses below a data directory. All of it must be on one volume: files are linked and moved.</summary>
public sealed class SyncFolder
{
    private const string CheckpointPrefix = "checkpoint-";

    /// <summary>The names below a data directory.</summary>
    public SyncFolder(string data)
    {
        Data = data;
        Db = Path.Combine(data, "db");
        Log = Path.Combine(data, "binlog");
        Root = Path.Combine(data, "sync");
        Incoming = Path.Combine(Root, "incoming");
        IncomingDb = Path.Combine(Incoming, "db");
        IncomingManifest = Path.Combine(Incoming, "manifest");
        IncomingDone = Path.Combine(Incoming, "done");
        Marker = Path.Combine(Root, "install");
        OldDb = Path.Combine(Root, "old-db");
        OldLog = Path.Combine(Root, "old-binlog");
        RefusedDb = Path.Combine(Root, "refused-db");
    }

    /// <summary>The data directory.</summary>
    public string Data { get; }

    /// <summary>The store.</summary>
    public string Db { get; }

    /// <summary>The log.</summary>
    public string Log { get; }

    /// <summary>The folder of all the following.</summary>
    public string Root { get; }

    /// <summary>Where a snapshot is received. It exists from the beginning of a full sync until the node is up on the new data.</summary>
    public string Incoming { get; }

    /// <summary>The files of the snapshot: they become the store.</summary>
    public string IncomingDb { get; }

    /// <summary>What is being received.</summary>
    public string IncomingManifest { get; }

    /// <summary>Which files are complete, with their checksums.</summary>
    public string IncomingDone { get; }

    /// <summary>Its presence says that the snapshot in <see cref="Incoming"/> is complete and takes the place of the data.</summary>
    public string Marker { get; }

    /// <summary>The store before, until the new one has been opened.</summary>
    public string OldDb { get; }

    /// <summary>The log before, until the new store has been opened.</summary>
    public string OldLog { get; }

    /// <summary>A new store that could not be opened, until the old data are back.</summary>
    public string RefusedDb { get; }

    /// <summary>A checkpoint that this node made for others.</summary>
    public string Checkpoint(long number) => Path.Combine(Root, CheckpointPrefix + number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether a name in <see cref="Root"/> is one of a checkpoint.</summary>
    public static bool IsCheckpoint(string name) => name.StartsWith(CheckpointPrefix, StringComparison.Ordinal);
}
