namespace Pika.Protocol;

/// <summary>Where one argument lies, relative to the first byte of its request, so that moving the buffer moves no ranges.</summary>
internal readonly record struct ArgumentRange(int Offset, int Length);
