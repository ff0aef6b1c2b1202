namespace Pika.Storage.Binlog;

/// <summary>The last version and the last generation that were handed out when a record was made; a restart goes on above them.</summary>
public readonly record struct LastIds(ulong Version, uint Generation);
