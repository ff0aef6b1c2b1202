using System.Text;
using Pika.Storage.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class MurmurHash64ATests
{
    [Fact]
    public void Every_byte_and_the_length_count()
    {
        var hashes = new HashSet<ulong>();
        for (var length = 0; length <= 24; length++)
        {
            var bytes = new byte[length];
            hashes.Add(MurmurHash64A.Of(bytes, 1)).ShouldBeTrue();
            for (var i = 0; i < length; i++)
            {
                bytes[i] = 0x80;
                hashes.Add(MurmurHash64A.Of(bytes, 1)).ShouldBeTrue();
                bytes[i] = 0;
            }
        }
    }

    [Fact]
    public void The_seed_counts() =>
        MurmurHash64A.Of(Encoding.ASCII.GetBytes("a"), 1).ShouldNotBe(MurmurHash64A.Of(Encoding.ASCII.GetBytes("a"), 2));
}
