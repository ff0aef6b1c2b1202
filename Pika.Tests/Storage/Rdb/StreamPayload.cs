using Pika.Storage.Rdb;

namespace Pika.Tests.Storage.Rdb;

/// <summary>A DUMP payload of a stream, part by part, each of which can be made wrong.</summary>
internal sealed record StreamPayload
{
    public RdbType Type { get; init; } = RdbType.StreamListpacks2;

    public int Version { get; init; } = 10;

    /// <summary>The nodes, as <see cref="NodeOf"/> makes them.</summary>
    public string[] Nodes { get; init; } = [];

    public long Length { get; init; }

    public (long Ms, long Sequence) LastId { get; init; } = (9, 9);

    public (long Ms, long Sequence) FirstId { get; init; }

    public (long Ms, long Sequence) MaxDeletedId { get; init; }

    public long EntriesAdded { get; init; } = 5;

    /// <summary>The groups, as <see cref="Group"/> makes them.</summary>
    public string[] Groups { get; init; } = [];

    /// <summary>What stands behind the value.</summary>
    public string Behind { get; init; } = "";

    /// <summary>A key and a listpack of the elements: integers, texts, or, behind a <c>#</c>, raw bytes.</summary>
    public static string NodeOf((long Ms, long Sequence) id, params string[] elements) =>
        Payload.Text(Id(id)) + Payload.Text(Payload.Listpack(elements));

    /// <summary>A group, with its pending entries and consumers.</summary>
    /// <param name="read">The entries read; null: they are not told.</param>
    public static string Group(string name, (long Ms, long Sequence) lastId, long? read, string[] pending, params string[] consumers) =>
        Payload.Text(name) + Numbers(lastId) + (read is { } entries ? Number(entries) : "") + Many(pending) + Many(consumers);

    /// <summary>A pending entry of a group.</summary>
    public static string Pending((long Ms, long Sequence) id, long deliveredMs, long deliveries) =>
        Id(id) + Payload.Number(deliveredMs, 8) + Number(deliveries);

    /// <summary>A consumer of a group.</summary>
    public static string Consumer(string name, long seenMs, params (long Ms, long Sequence)[] pending) =>
        Payload.Text(name) + Payload.Number(seenMs, 8) + Many([.. pending.Select(Id)]);

    /// <summary>The payload, with the right checksum.</summary>
    public override string ToString()
    {
        var told = Type == RdbType.StreamListpacks ? "" : Numbers(FirstId) + Numbers(MaxDeletedId) + Number(EntriesAdded);
        return Payload.Of(Type, Many(Nodes) + Number(Length) + Numbers(LastId) + told + Many(Groups) + Behind, Version);
    }

    /// <summary>Sixteen bytes.</summary>
    private static string Id((long Ms, long Sequence) id) => BigEndian(id.Ms) + BigEndian(id.Sequence);

    private static string Numbers((long Ms, long Sequence) id) => Number(id.Ms) + Number(id.Sequence);

    private static string Many(string[] parts) => Number(parts.Length) + string.Concat(parts);

    private static string Number(long value) => value is >= 0 and < 64 ? $"{(char)value}" : "\x81" + BigEndian(value);

    private static string BigEndian(long value) => string.Concat(Payload.Number(value, 8).Reverse());
}
