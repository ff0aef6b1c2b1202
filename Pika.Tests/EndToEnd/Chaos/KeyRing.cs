namespace Pika.Tests.EndToEnd.Chaos;

/// <summary>
/// The keys that clients use at a time. A key is used for some seconds, so that it lives through faults, and for a bounded number of operations, so that its history can be checked; then
/// another takes its place.
/// </summary>
/// <param name="prefix">What its keys begin with.</param>
/// <param name="places">Keys that are used at a time.</param>
/// <param name="uses">Operations on a key.</param>
internal sealed class KeyRing(string prefix, int places, int uses)
{
    private readonly Lock _gate = new();
    private readonly List<string> _all = [];
    private readonly string[] _keys = new string[places];
    private readonly int[] _left = new int[places];
    private bool _isHeld;

    /// <summary>All keys that were ever used.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            lock (_gate)
                return [.. _all];
        }
    }

    /// <summary>A key for an operation.</summary>
    public string Next(Random random)
    {
        lock (_gate)
        {
            int place = random.Next(places);
            if (_left[place]-- <= 0 && !(_isHeld && _keys[place] is not null))
                Renew(place);
            return _keys[place];
        }
    }

    /// <summary>No new keys come until <see cref="Release"/>: whoever touches all keys knows them.</summary>
    public IReadOnlyList<string> Hold()
    {
        lock (_gate)
        {
            for (int place = 0; place < places; place++)
            {
                if (_keys[place] is null)
                    Renew(place);
            }

            _isHeld = true;
            return [.. _all];
        }
    }

    /// <inheritdoc cref="Hold"/>
    public void Release()
    {
        lock (_gate)
            _isHeld = false;
    }

    /// <summary>From here on other keys are used.</summary>
    /// <returns>Those that were used until now.</returns>
    public IReadOnlyList<string> RenewAll()
    {
        lock (_gate)
        {
            string[] used = [.. _keys.Where(key => key is not null)];
            for (int place = 0; place < places; place++)
                Renew(place);
            return used;
        }
    }

    private void Renew(int place)
    {
        _keys[place] = $"{prefix}{_all.Count}";
        _left[place] = uses;
        _all.Add(_keys[place]);
    }
}
