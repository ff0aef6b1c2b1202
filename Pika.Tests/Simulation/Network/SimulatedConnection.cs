using Pika.Actors.Network;

namespace Pika.Tests.Simulated.Network;

/// <summary>One end of a connection.</summary>
internal sealed class SimulatedConnection(string local, string remote, SimulatedPipe outward, SimulatedPipe inward) : IOutboundConnection
{
    public string Local { get; } = local;

    public string Remote { get; } = remote;

    public bool IsClosed { get; private set; }

    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        ThrowIfClosed();
        var count = await inward.ReceiveAsync(buffer, cancel);
        ThrowIfClosed();
        return count;
    }

    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        ThrowIfClosed();
        cancel.ThrowIfCancellationRequested();
        return outward.SendAsync(bytes, cancel);
    }

    public void Dispose()
    {
        if (!IsClosed)
        {
            IsClosed = true;
            outward.Close();
            inward.Break();
        }
    }

    private void ThrowIfClosed()
    {
        if (IsClosed)
            throw new IOException("the connection is closed");
    }
}
