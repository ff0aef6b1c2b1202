namespace Pika.Protocol;

/// <summary>One key of a request: which argument it is, and what the command does with it.</summary>
public readonly record struct KeyPosition(int Index, KeyFlags Flags);

/// <summary>Keys at <paramref name="First"/>, <paramref name="First"/> + <paramref name="Step"/>, ... up to <paramref name="Last"/>.</summary>
public readonly record struct KeyRange(int First, int Last, int Step);
