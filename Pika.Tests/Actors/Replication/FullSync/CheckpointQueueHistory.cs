using Pika.Actors.Replication.FullSync;

namespace Pika.Tests.Actors.Replication.FullSync;

/// <summary>A random history of a <see cref="CheckpointQueue"/>, with an actor's view of it that is checked after each step.</summary>
internal sealed class CheckpointQueueHistory(int seed)
{
    private const int Most = 3;
    private readonly Random _random = new(seed);
    private readonly CheckpointQueue _queue = new();
    private readonly Dictionary<string, long?> _owners = [];
    private readonly HashSet<string> _secured = [];
    private readonly HashSet<long> _making = [];
    private readonly HashSet<long> _ready = [];
    private readonly HashSet<long> _pinned = [];
    private long _now;

    public void Run()
    {
        for (var i = 0; i < 200; i++)
        {
            _now += _random.Next(4000);
            Step();
            _owners.Values.Count(checkpoint => checkpoint is not null).ShouldBeLessThanOrEqualTo(Most, $"seed {seed}");
        }

        for (var i = 0; _owners.Count > 0; i++)
        {
            i.ShouldBeLessThan(100, $"seed {seed}: somebody is never served");
            foreach (var number in _making.ToArray())
                Made(number);
            foreach (var owner in _owners.Where(owner => owner.Value is not null).Select(owner => owner.Key).ToArray())
                GiveBack(owner);
        }

        foreach (var number in _making.ToArray())
            Made(number);
        (_ready.Count, _pinned.Count, _queue.Checkpoints).ShouldBe((0, 0, 0), $"seed {seed}");
    }

    private void Step()
    {
        var owner = "r" + _random.Next(8);
        switch (_random.Next(8))
        {
            case 0 or 1 or 2:
                _owners.TryAdd(owner, null);
                Do(_queue.Take(owner, Most, _now));
                break;
            case 3:
                GiveBack(owner);
                break;
            case 4 when _owners.TryGetValue(owner, out var checkpoint) && checkpoint is { } number && _pinned.Contains(number):
                _secured.Add(owner);
                Do(_queue.Secured(owner, _now));
                break;
            case 5 when _making.Count > 0:
                var made = _making.First();
                if (_random.Next(4) > 0)
                    Made(made);
                else
                {
                    _making.Remove(made);
                    _ready.Add(made);
                    Do(_queue.Failed(made, "", Most, _now));
                }

                break;
            case 6 when _pinned.Count > 0 && _random.Next(3) == 0:
                var lost = _pinned.Last();
                _pinned.Remove(lost);
                Do(_queue.PinLost(lost, "", Most, _now));
                break;
            default:
                foreach (var number in _ready.ToArray())
                    Do(_queue.Aged(number, _now));
                break;
        }
    }

    private void Made(long number)
    {
        _making.Remove(number);
        _ready.Add(number);
        Do(_queue.Made(number, _now));
    }

    private void GiveBack(string owner)
    {
        _owners.Remove(owner);
        _secured.Remove(owner);
        Do(_queue.GiveBack(owner, Most, _now));
    }

    private void Do(IReadOnlyList<CheckpointStep> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case CheckpointStep.Make make:
                    _making.Add(make.Number).ShouldBeTrue();
                    _pinned.Add(make.Number);
                    break;
                case CheckpointStep.Give give:
                    _ready.ShouldContain(give.Number, $"seed {seed}");
                    (_pinned.Contains(give.Number) || _secured.Contains(give.Owner)).ShouldBeTrue($"seed {seed}: its log may be gone");
                    _owners[give.Owner] = give.Number;
                    break;
                case CheckpointStep.Wait wait:
                    _owners.ShouldContainKey(wait.Owner);
                    break;
                case CheckpointStep.Refuse refuse:
                    _owners.Remove(refuse.Owner).ShouldBeTrue($"seed {seed}");
                    _secured.Remove(refuse.Owner);
                    break;
                case CheckpointStep.Unpin unpin:
                    _pinned.Remove(unpin.Number).ShouldBeTrue($"seed {seed}");
                    _owners
                        .Where(owner => owner.Value == unpin.Number)
                        .ShouldAllBe(owner => _secured.Contains(owner.Key), $"seed {seed}: the lease is needed");
                    break;
                case CheckpointStep.Remove remove:
                    _ready.Remove(remove.Number).ShouldBeTrue($"seed {seed}");
                    _owners.Values.ShouldNotContain(remove.Number, $"seed {seed}: it is in use");
                    break;
            }
        }
    }
}
