using Pika.Actors.Configuration;
using Pika.Actors.Node;
using Pika.Storage.Binlog;

namespace Pika.Actors.Replication.Roles;

/// <summary>What the history of a node's role adds up to. Used by <see cref="Replication"/> alone.</summary>
internal sealed class NodeRole(PikaNode node)
{
    /// <summary>The last event that tells a role; null before there is one.</summary>
    public RoleEvent? Last { get; private set; }

    /// <summary>The master that the node follows; null if it is one itself.</summary>
    public RoleEvent.BecameReplica? Target => Last as RoleEvent.BecameReplica;

    /// <summary>The role in words, for the server's log.</summary>
    public string? Name => Last?.Name;

    /// <summary>What the configuration says, for a node without a history.</summary>
    public RoleEvent Configured =>
        node.Config.ReplicaOf is { } master
            ? new RoleEvent.BecameReplica(node.NowMs(), master.Host, master.Port)
            : new RoleEvent.BecameMaster(node.NowMs());

    /// <summary>The next event of the history.</summary>
    public void Apply(RoleEvent change) =>
        Last = change is RoleEvent.HeirLeads && Target is { } heir ? heir with { IsHeir = false } : change;

    /// <summary>The configuration tells the role.</summary>
    public void ShowInConfig() => node.Config.ReplicaOf = Target is { } target ? new MasterAddress(target.Host, target.Port) : null;

    /// <summary>
    /// Whether the heir, whose data is at a record, has lost what it had when it was told to lead: its data is an earlier state of this node's. Data of another history, or beyond this node's log, is
    /// that of somebody who has led since; then there is nothing to take back.
    /// </summary>
    public bool HeirHasLost(LogIndex applied) =>
        Target is { IsHeir: true }
        && applied.Index < node.Binlog.Position.Last.Index
        && (node.History.At(applied.Index)?.Epoch ?? applied.Epoch) == applied.Epoch;
}
