namespace Pika.Storage.Store.RocksDb;

/// <summary>What RocksDB calls the families, at the index of their id. Part of the format on disk: never rename.</summary>
internal static class FamilyNames
{
    public static readonly string[] All = ["default", "data", "score", "expire", "system"];
}
