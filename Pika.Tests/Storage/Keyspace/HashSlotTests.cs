using System.Text;
using Pika.Storage.Keyspace;

namespace Pika.Tests.Storage.Keyspace;

public sealed class HashSlotTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("123456789", 12739)]
    [InlineData("foo", 12182)]
    [InlineData("k", 7629)]
    public void A_slot_is_that_of_redis_cluster(string key, int slot) => Of(key).ShouldBe((ushort)slot);

    [Theory]
    [InlineData("{user1000}.following", "user1000")]
    [InlineData("foo{bar}{zap}", "bar")]
    [InlineData("foo{{bar}}zap", "{bar")]
    public void A_hash_tag_alone_counts(string key, string tag) => Of(key).ShouldBe(Of(tag));

    [Theory]
    [InlineData("foo{}{bar}")]
    [InlineData("foo{bar")]
    [InlineData("foo}bar{")]
    public void What_is_no_hash_tag_is_part_of_the_key(string key)
    {
        ushort whole = Of(key);
        whole.ShouldNotBe(Of("bar"));
        whole.ShouldNotBe(Of(""));
    }

    private static ushort Of(string key) => HashSlot.Of(Encoding.ASCII.GetBytes(key));
}
