using Pika.Storage.Files;

namespace Pika.Host.Import;

/// <summary>Sends the commands of an AOF as they stand there. A last one that is cut off, as a crash leaves it, is left out with a notice.</summary>
internal static class AofImport
{
    /// <summary>Sends all commands from an offset on.</summary>
    /// <exception cref="ImportException">The file is damaged; what stood before the damage has been sent.</exception>
    public static void Run(IReadFile file, long offset, ImportTarget target, ImportResult result, Action<long> onProgress)
    {
        var entries = new AofReader(file, offset);
        while (entries.Next())
        {
            if (entries.IsCommand)
            {
                target.Raw(entries.Entry);
                result.Commands++;
            }

            onProgress(entries.Position + entries.Entry.Length);
        }

        if (entries.IsCutOff)
        {
            result.Notices.Add($"the last command, at offset {entries.Position}, is cut off and was left out");
        }
    }
}
