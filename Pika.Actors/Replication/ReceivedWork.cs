using Pika.Actors.Execution;
using Pika.Actors.Log;
using Pika.Actors.Node;
using Pika.Storage.Store;

namespace Pika.Actors.Replication;

/// <summary>
/// Records of a master, to be appended and applied while the shards that they touch stand still: nobody reads a half of one. A turn of its own,
/// without effects besides.
/// </summary>
/// <param name="done">Is told at the end up to which index the records are applied, and the error that kept the rest out; null if there is none.</param>
internal sealed class ReceivedWork(PikaNode node, ReceivedEffects effects, ReceivedRecords records, Action<ulong, string?> done) : TurnWork
{
    private string? _error;

    /// <inheritdoc/>
    public override ReceivedRecords? Received => records;

    /// <inheritdoc/>
    public override bool TryRun(TurnExecutor executor, ReadTier tier)
    {
        effects.Touch(records, executor.Turn.Changes);
        executor.Turn.OnCommit(() => effects.Follow(records, Through));
        return true;
    }

    /// <inheritdoc/>
    public override void Rewind() { }

    /// <inheritdoc/>
    public override void Refuse(string error) => _error = error;

    /// <inheritdoc/>
    public override void Complete()
    {
        string? error = _error ?? (Through < records.Last.Index ? node.BinlogFacts.Error : null);
        if (error is null)
        {
            effects.Serve(records);
        }

        done(Through, error);
    }

    private ulong Through => node.Binlog.Position.Last.Index;
}
