namespace Pika.Tests.Support;

/// <summary>The bytes of one file on a <see cref="SimulatedFileSystem"/>, and those of its last sync.</summary>
internal sealed class SimulatedFile(byte[] bytes)
{
    private byte[] _durable = bytes;

    /// <summary>A sync has failed: the kernel counts as written what it could not write, and may let go of it.</summary>
    private bool _isDoubtful;

    /// <summary>What the process sees.</summary>
    public List<byte> Bytes { get; } = [.. bytes];

    public void Sync() => _durable = [.. Bytes];

    public void FailSync() => _isDoubtful = true;

    /// <summary>The process has ended: what a failed sync should have written may be gone, and then the next process reads what is on the disk.</summary>
    public void EndProcess(Random random)
    {
        if (_isDoubtful && random.Next(2) == 0)
        {
            _durable = AfterPowerCut(random);
            Bytes.Clear();
            Bytes.AddRange(_durable);
        }

        _isDoubtful = false;
    }

    /// <summary>A bit rots.</summary>
    public void Flip(int at, int bit)
    {
        Bytes[at] ^= (byte)(1 << bit);
        if (at < _durable.Length)
        {
            _durable = [.. _durable];
            _durable[at] ^= (byte)(1 << bit);
        }
    }

    /// <summary>What a power cut leaves: all that was synced, and of what was appended since then a part, which may end in zeros.</summary>
    public byte[] AfterPowerCut(Random random)
    {
        var appended = Bytes.Count >= _durable.Length && Bytes.Take(_durable.Length).SequenceEqual(_durable);
        if (!appended)
        {
            // The file was cut, or cut and rewritten: the disk has either version.
            return random.Next(2) == 0 ? _durable : [.. Bytes];
        }

        var length = _durable.Length + random.Next(Bytes.Count - _durable.Length + 1);
        var left = Bytes.Take(length).ToArray();
        if (random.Next(4) == 0)
        {
            // The new length reached the disk before all of the bytes did.
            var from = random.Next(_durable.Length, length + 1);
            Array.Clear(left, from, length - from);
        }

        return left;
    }
}
