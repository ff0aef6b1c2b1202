using Pika.Actors.Node;
using Pika.Storage.Binlog;
using Pika.Storage.Snapshots;

namespace Pika.Tests.Simulated.Checks;

/// <summary>A checkpoint for a full sync is begun only when the log behind it is pinned: whoever gets it needs the records from there on.</summary>
internal static class PinCheck
{
    /// <summary>Looks at a checkpoint that begins.</summary>
    /// <param name="applied">The record that it is the state of.</param>
    /// <returns>What is wrong; null if nothing is.</returns>
    public static string? FindFlaw(PikaNode node, LogIndex applied, string directory) =>
        !SyncFolder.IsCheckpoint(Path.GetFileName(directory)) || node.BinlogFacts.Pins.Any(pin => pin.Index <= applied.Index + 1)
            ? null
            : $"a checkpoint of {applied} is begun, and the log is not kept from there on";
}
