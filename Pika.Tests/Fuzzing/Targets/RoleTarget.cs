using System.Globalization;
using System.Text;
using Pika.Actors.Replication.Roles;
using Pika.Storage;
using Pika.Tests.Storage.Binlog;

namespace Pika.Tests.Fuzzing.Targets;

/// <summary>The file that keeps the node's role.</summary>
internal sealed class RoleTarget : FuzzTarget
{
    private const string Path = "/role";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Bytes(
            RoleFile.Format(1, new RoleEvent.BecameReplica(1_700_000_000_000, "host name", 9221))
                + RoleFile.Format(2, new RoleEvent.BecameMaster(1_700_000_000_001))
                + RoleFile.Format(3, new RoleEvent.BecameReplica(1_700_000_000_002, "10.0.0.7", 9221, IsHeir: true))
                + RoleFile.Format(4, new RoleEvent.HeirLeads(1_700_000_000_003))
        ),
        Bytes(RoleFile.Format(1, new RoleEvent.BecameMaster(5))),
    ];

    public override byte[] Reseal(byte[] input)
    {
        var text = new StringBuilder();
        foreach (string line in Encoding.UTF8.GetString(input).Split('\n'))
        {
            string words = line.Contains(' ') ? line[..line.LastIndexOf(' ')] : line;
            uint crc = Crc32C.Append(0, Encoding.UTF8.GetBytes(words));
            text.Append(CultureInfo.InvariantCulture, $"{words} {crc:x8}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public override string Run(byte[] input, Pieces pieces)
    {
        try
        {
            var events = new RoleFile(new MemoryFileSystem { [Path] = input }, Path).Read();
            return string.Join('\n', events);
        }
        catch (IOException damaged)
        {
            return Refused + damaged.Message;
        }
    }
}
