using Pika.Storage.Store;
using Pika.Tests.Storage.Store;

namespace Pika.Tests.Actors.Support;

/// <summary>A store that fails writes, or flushes, as long as a test wants it to.</summary>
internal sealed class FailingStore(IStore below) : PassingStore(below)
{
    /// <summary>What writing throws; null while it works.</summary>
    public Exception? WriteFailure { get; set; }

    /// <summary>What flushing throws; null while it works.</summary>
    public Exception? FlushFailure { get; set; }

    public override WriteStatus Write(ReadOnlySpan<byte> batch, bool noSlowdown) =>
        WriteFailure is { } failure ? throw failure : base.Write(batch, noSlowdown);

    public override void Flush()
    {
        if (FlushFailure is { } failure)
            throw failure;
        base.Flush();
    }
}
