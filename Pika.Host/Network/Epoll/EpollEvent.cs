using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pika.Host.Network.Epoll;

/// <summary>
/// struct epoll_event: 32 bits of events and 64 bits of the caller's data. On x86-64 it is packed (12 bytes); elsewhere the data is
/// aligned (16 bytes), so its parts are reached by offset.
/// </summary>
[InlineArray(4)]
internal struct EpollEvent
{
    private uint _word;

    private static readonly int DataWord = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 1 : 2;

    /// <summary>Bytes from one element of an array of events to the next.</summary>
    public static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    /// <summary>What to wait for, or what has happened.</summary>
    public uint Events
    {
        readonly get => this[0];
        set => this[0] = value;
    }

    /// <summary>The file descriptor that it is about.</summary>
    public int Fd
    {
        readonly get => (int)this[DataWord];
        set => this[DataWord] = (uint)value;
    }
}
