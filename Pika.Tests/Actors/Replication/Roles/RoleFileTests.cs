using System.Text;
using Pika.Actors.Replication.Roles;
using Pika.Tests.Storage.Binlog;
using Pika.Tests.Support;

namespace Pika.Tests.Actors.Replication.Roles;

public sealed class RoleFileTests
{
    private const string Path = "/data/role";
    private const string Golden = """
        1 1700000000000 replicaof ho%20st 9221 93a617d4
        2 1700000100000 master ca7dd731
        3 1700000200000 heir 10.0.0.7 9221 c54099a9
        4 1700000200100 heirleads 5ed672f2

        """;

    private static readonly (long, RoleEvent)[] Events =
    [
        (1, new RoleEvent.BecameReplica(1_700_000_000_000, "ho st", 9221)),
        (2, new RoleEvent.BecameMaster(1_700_000_100_000)),
        (3, new RoleEvent.BecameReplica(1_700_000_200_000, "10.0.0.7", 9221, IsHeir: true)),
        (4, new RoleEvent.HeirLeads(1_700_000_200_100)),
    ];

    private readonly MemoryFileSystem _disk = new();

    [Fact]
    public void Lines_are_as_documented()
    {
        foreach (var (number, change) in Events)
            Write(number, change);
        Encoding.UTF8.GetString(_disk[Path]).ShouldBe(Golden);
    }

    [Fact]
    public void What_was_written_is_read()
    {
        _disk[Path] = Encoding.UTF8.GetBytes(Golden);
        new RoleFile(_disk, Path).Read().ShouldBe(Events);
    }

    [Fact]
    public void A_line_that_was_cut_off_is_dropped_and_written_over()
    {
        Write(1, new RoleEvent.BecameMaster(5));
        _disk[Path] = [.. _disk[Path], .. "2 77 repl"u8];
        new RoleFile(_disk, Path).Read().Count.ShouldBe(1);

        Write(2, new RoleEvent.BecameMaster(6));
        new RoleFile(_disk, Path).Read().ShouldBe([(1L, new RoleEvent.BecameMaster(5)), (2L, new RoleEvent.BecameMaster(6))]);
    }

    [Fact]
    public void A_full_disk_leaves_the_file_as_it_was()
    {
        Write(1, new RoleEvent.BecameMaster(5));
        byte[] before = _disk[Path];
        _disk.Room = 3;
        Should.Throw<IOException>(() => Write(2, new RoleEvent.BecameMaster(6)));
        _disk[Path].ShouldBe(before);
    }

    [Fact]
    public void Whatever_sync_fails_only_events_that_were_taken_are_there_and_they_are_durable()
    {
        var refused = 0;
        for (var seed = 0; seed < 200; seed++)
        {
            var disk = new SimulatedFileSystem(seed);
            disk.CreateDirectory("/data");
            disk.SyncFailures = 0.4;
            var taken = new List<(long, RoleEvent)>();
            for (var number = 1; number <= 5; number++)
            {
                disk.SyncFailures = number == 5 ? 0 : 0.4;
                try
                {
                    new RoleFile(disk, Path).Append(number, new RoleEvent.BecameMaster(number));
                    taken.Add((number, new RoleEvent.BecameMaster(number)));
                }
                catch (IOException)
                {
                    refused++;
                }

                new RoleFile(disk, Path).Read().ShouldBe(taken, $"seed {seed}");
            }

            new RoleFile(disk.Crash(), Path).Read().ShouldBe(taken, $"seed {seed}, after a power cut");
        }

        refused.ShouldBeGreaterThan(100);
    }

    private void Write(long number, RoleEvent change) => new RoleFile(_disk, Path).Append(number, change);
}
