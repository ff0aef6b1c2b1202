using Pika.Actors.Network;

namespace Pika.Tests.Fuzzing;

/// <summary>How an input is cut on its way into a parser.</summary>
/// <param name="random">By chance; null: not at all.</param>
internal sealed class Pieces(Random? random)
{
    /// <summary>The input comes in one piece.</summary>
    public static Pieces Whole { get; } = new(null);

    /// <summary>The size of the next piece, at least 1 and at most so much.</summary>
    public int Next(int most) =>
        random is null
            ? most
            : Math.Min(
                most,
                random.Next(4) switch
                {
                    0 => 1,
                    1 => random.Next(1, 8),
                    2 => random.Next(1, 100),
                    _ => random.Next(1, 5000),
                }
            );

    /// <summary>The input as a stream that ends with it.</summary>
    public Stream Stream(byte[] input) => new PiecewiseStream(input, this);

    /// <summary>The input as a connection that the other side closes behind it; whatever is sent over it is let go.</summary>
    public IOutboundConnection Connection(byte[] input) => new PiecewiseConnection(input, this);

    private int Read(byte[] input, ref int at, Span<byte> buffer)
    {
        int left = Math.Min(input.Length - at, buffer.Length);
        int count = left == 0 ? 0 : Next(left);
        input.AsSpan(at, count).CopyTo(buffer);
        at += count;
        return count;
    }

    private sealed class PiecewiseStream(byte[] input, Pieces pieces) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => input.Length;

        public override long Position
        {
            get => _at;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer) => pieces.Read(input, ref _at, buffer);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            new(Read(buffer.Span));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private sealed class PiecewiseConnection(byte[] input, Pieces pieces) : IOutboundConnection
    {
        private int _at;

        public string Local => "10.0.0.1:1";

        public string Remote => "10.0.0.2:2";

        public ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancel) => new(pieces.Read(input, ref _at, buffer.Span));

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancel) => default;

        public void Dispose() { }
    }
}
