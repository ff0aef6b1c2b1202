using Pika.Actors.Execution;

namespace Pika.Actors.Commands;

/// <summary>What clients of a cluster ask. This server is none, and says so in the words by which they know.</summary>
internal static class ClusterCommands
{
    private const string Disabled = "ERR This instance has cluster support disabled";

    /// <summary>CLUSTER INFO</summary>
    public static void ClusterInfo(CommandContext c) => c.Error(Disabled);

    /// <summary>CLUSTER KEYSLOT key</summary>
    public static void ClusterKeySlot(CommandContext c) => c.Error(Disabled);

    /// <summary>CLUSTER MYID</summary>
    public static void ClusterMyId(CommandContext c) => c.Error(Disabled);

    /// <summary>CLUSTER NODES</summary>
    public static void ClusterNodes(CommandContext c) => c.Error(Disabled);

    /// <summary>CLUSTER SHARDS</summary>
    public static void ClusterShards(CommandContext c) => c.Error(Disabled);

    /// <summary>CLUSTER SLOTS</summary>
    public static void ClusterSlots(CommandContext c) => c.Error(Disabled);

    /// <summary>ASKING</summary>
    public static void Asking(CommandContext c) => c.Error(Disabled);

    /// <summary>READONLY</summary>
    public static void ReadOnly(CommandContext c) => c.Error(Disabled);

    /// <summary>READWRITE</summary>
    public static void ReadWrite(CommandContext c) => c.Error(Disabled);
}
