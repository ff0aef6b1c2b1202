using System.Globalization;
using System.Text;
using Pika.Storage.Files;
using Pika.Storage.Rdb;

namespace Pika.Host.Import;

/// <summary>Sends the keys of an RDB file as RESTORE, with their values' bytes as they stand there: the server checks and reads them.</summary>
internal static class RdbImport
{
    /// <summary>Sends all keys. Returns where the RDB part of the file ends.</summary>
    /// <exception cref="RdbException">The file is damaged; what stood before the damage has been sent.</exception>
    public static long Run(IReadFile file, ImportTarget target, ImportOptions options, ImportResult result, Action<long> onProgress)
    {
        var reader = new RdbFileReader(file);
        int database = 0;
        while (reader.Next())
        {
            if (reader.ExpireAt != 0 && reader.ExpireAt <= options.Now)
            {
                result.Expired++;
                continue;
            }

            if (reader.Database != database)
            {
                database = reader.Database;
                target.Demand("SELECT", database.ToString(CultureInfo.InvariantCulture));
            }

            Restore(reader, target, options.Replace);
            result.Keys++;
            onProgress(reader.Position);
        }

        if (reader.SkippedFunctions > 0)
        {
            result.Notices.Add($"{reader.SkippedFunctions} libraries of functions were left out");
        }

        if (database != 0)
        {
            target.Demand("SELECT", "0");
        }

        return reader.Position;
    }

    private static void Restore(RdbFileReader reader, ImportTarget target, bool replace)
    {
        target.Begin(replace ? 6 : 5);
        target.Bulk("RESTORE"u8);
        target.Bulk(reader.Key.Span);
        target.Bulk(Encoding.ASCII.GetBytes(reader.ExpireAt.ToString(CultureInfo.InvariantCulture)));
        var value = reader.Value;
        DumpPayload.Write(target.BulkOf(value.Length + DumpPayload.Overhead), reader.Type, value, reader.Version);
        target.EndBulk();
        target.Bulk("ABSTTL"u8);
        if (replace)
        {
            target.Bulk("REPLACE"u8);
        }
    }
}
