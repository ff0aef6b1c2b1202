using Pika.Actors.PubSub;

namespace Pika.Actors.Tracking;

/// <summary>Which clients have read which keys, by the clients' ids: one that is gone is no longer found. Guarded by its owner's lock.</summary>
internal sealed class ReadKeys
{
    private readonly Dictionary<byte[], Readers> _byKey = new(ByteString.Comparer);
    private readonly Dictionary<byte[], Readers>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;

    /// <summary>The same in no order, so that one can be drawn.</summary>
    private readonly List<Readers> _all = [];

    public ReadKeys() => _bySpan = _byKey.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Keys that somebody has read.</summary>
    public int Count => _all.Count;

    /// <summary>Pairs of a key and a client that has read it.</summary>
    public long Pairs { get; private set; }

    public void Add(ReadOnlySpan<byte> key, long client)
    {
        if (!_bySpan.TryGetValue(key, out var readers))
        {
            readers = new Readers(key.ToArray()) { Place = _all.Count };
            _byKey[readers.Key] = readers;
            _all.Add(readers);
        }

        Pairs += readers.Add(client) ? 1 : 0;
    }

    /// <summary>Takes a key out. False: nobody has read it.</summary>
    public bool TryTake(ReadOnlySpan<byte> key, out Readers readers)
    {
        if (!_bySpan.TryGetValue(key, out readers!))
        {
            return false;
        }

        Remove(readers);
        return true;
    }

    /// <summary>Takes the key at some place out, from 0 to below <see cref="Count"/>.</summary>
    public Readers TakeAt(int place)
    {
        var readers = _all[place];
        Remove(readers);
        return readers;
    }

    public void Clear()
    {
        _byKey.Clear();
        _all.Clear();
        Pairs = 0;
    }

    private void Remove(Readers readers)
    {
        _byKey.Remove(readers.Key);
        var last = _all[^1];
        _all[readers.Place] = last;
        last.Place = readers.Place;
        _all.RemoveAt(_all.Count - 1);
        Pairs -= readers.Count;
    }

    /// <summary>The clients that have read a key; mostly there is one.</summary>
    public sealed class Readers(byte[] key)
    {
        private long _first;
        private HashSet<long>? _more;

        public byte[] Key { get; } = key;

        /// <summary>Where it stands among all.</summary>
        public int Place { get; set; }

        public int Count => (_first == 0 ? 0 : 1) + (_more?.Count ?? 0);

        /// <summary>Their ids.</summary>
        public IEnumerable<long> Ids => _more is null ? [_first] : _more.Prepend(_first);

        /// <summary>Adds an id, which is not 0. False: it is there already.</summary>
        public bool Add(long client)
        {
            if (_first == 0)
            {
                _first = client;
                return true;
            }

            return _first != client && (_more ??= []).Add(client);
        }
    }
}
