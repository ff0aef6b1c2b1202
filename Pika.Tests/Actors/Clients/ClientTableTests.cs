using Pika.Actors.Clients;
using Pika.Storage.Keyspace;
using Database = Pika.Actors.Databases.Database;

namespace Pika.Tests.Actors.Clients;

public sealed class ClientTableTests
{
    private readonly ClientTable _table = new();

    [Fact]
    public void Clients_are_listed_in_the_order_in_which_they_came()
    {
        var clients = Enumerable.Range(0, 100).Select(_ => Connect()).ToList();

        _table.All.ShouldBe(clients);
        _table.Count.ShouldBe(100);
    }

    [Fact]
    public void An_id_is_never_used_twice()
    {
        var first = Connect();
        _table.Remove(first);

        _table.Find(first.Id).ShouldBeNull();
        Connect().Id.ShouldBe(first.Id + 1);
        _table.Count.ShouldBe(1);
    }

    private Client Connect()
    {
        var client = new Client(_table.NextId(), "a:1", "b:2", new Database(0, new Generation(1, 1)), 0, () => { });
        _table.Add(client);
        return client;
    }
}
