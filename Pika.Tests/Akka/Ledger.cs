using Akka.Actor;
using Akka.Persistence;

namespace Pika.Tests.Akka;

/// <summary>A persistent list of words; each word that is added is answered with its number.</summary>
internal sealed class Ledger : ReceivePersistentActor
{
    private readonly List<string> _words = [];
    private readonly List<string> _replayed = [];
    private string _offer = "none";

    public Ledger(string persistenceId, Recovery? recovery)
    {
        PersistenceId = persistenceId;
        Recovery = recovery ?? Recovery.Default;
        Recover<SnapshotOffer>(offer =>
        {
            _offer = offer.Metadata.SequenceNr.ToString();
            _words.AddRange((string[])offer.Snapshot);
        });
        Recover<string>(word =>
        {
            if (word == "persist on replay")
                Persist("no", _ => { });
            _replayed.Add(word);
            _words.Add(word);
        });
        Open();
    }

    public sealed record Add(string Word);

    public sealed record AddAll(string[] Words);

    public sealed record AddAsyncThenDefer(string Word);

    public sealed record Delete(long ToSequenceNr);

    public override string PersistenceId { get; }

    public override Recovery Recovery { get; }

    private void Open()
    {
        Command<Add>(add => Persist(add.Word, OnAdded));
        Command<AddAll>(all => PersistAll(all.Words, OnAdded));
        Command<AddAsyncThenDefer>(add =>
        {
            PersistAsync(add.Word, OnAdded);
            DeferAsync("deferred", text => Sender.Tell(text));
            Sender.Tell("command done");
        });
        Command<Delete>(delete => DeleteMessages(delete.ToSequenceNr));
        CommandAsync<int>(async i =>
        {
            var sender = Sender;
            await Task.Yield();
            Persist(
                $"async{i}",
                word =>
                {
                    _words.Add(word);
                    sender.Tell($"{word}@{LastSequenceNr}");
                }
            );
        });
        Command<string>(m => m == "get", _ => Sender.Tell(string.Join(",", _words)));
        Command<string>(m => m == "recovered", _ => Sender.Tell($"offer {_offer}, events {string.Join(",", _replayed)}"));
        Command<string>(m => m == "nested", _ => Persist("outer", OnOuter));
        Command<string>(m => m == "close", _ => Persist("closed", OnClosed));
        Command<string>(m => m == "fail in handler", _ => Persist("fatal", _ => throw new InvalidOperationException()));
        Command<string>(
            m => m == "defer alone",
            _ =>
            {
                DeferAsync("deferred at once", text => Sender.Tell(text));
                Sender.Tell("after");
            }
        );
        Snapshots();
    }

    private void Snapshots()
    {
        IActorRef? asker = null;
        Command<string>(
            m => m == "snapshot",
            _ =>
            {
                asker = Sender;
                SaveSnapshot(_words.ToArray());
            }
        );
        Command<string>(
            m => m == "delete snapshots",
            _ =>
            {
                asker = Sender;
                DeleteSnapshots(SnapshotSelectionCriteria.Latest);
            }
        );
        Command<SaveSnapshotSuccess>(m => asker!.Tell(m));
        Command<DeleteSnapshotsSuccess>(m => asker!.Tell(m));
        Command<DeleteMessagesSuccess>(m => Context.ActorSelection("/system/testActor*").Tell(m));
    }

    private void Closed()
    {
        Command<string>(
            m => m == "open",
            _ =>
            {
                Sender.Tell("opened");
                Become(Open);
                Stash.UnstashAll();
            }
        );
        CommandAny(_ => Stash.Stash());
    }

    private void OnAdded(string word)
    {
        _words.Add(word);
        Sender.Tell($"{word}@{LastSequenceNr}");
    }

    private void OnOuter(string word)
    {
        OnAdded(word);
        Persist("inner", OnAdded);
    }

    private void OnClosed(string word)
    {
        OnAdded(word);
        Become(Closed);
    }
}
