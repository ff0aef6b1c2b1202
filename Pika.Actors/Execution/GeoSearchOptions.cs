using System.Text;
using Pika.Protocol;
using Pika.Storage.Keyspace;

namespace Pika.Actors.Execution;

/// <summary>
/// The arguments of a search for places. Members that stand for their places are looked up on the way, in the order of the arguments: that is how Redis finds out
/// what is wrong first.
/// </summary>
internal ref struct GeoSearchOptions(CommandContext c, GeoSearchForm form, bool exists, Zset zset)
{
    private readonly CommandContext _c = c;
    private readonly GeoSearchForm _form = form;
    private readonly bool _exists = exists;
    private readonly Zset _zset = zset;

    private (double Longitude, double Latitude) _center;
    private double _radius;
    private double _width;
    private double _height;
    private double _unit;
    private bool _fromMember;
    private bool _fromPlace;
    private bool _byRadius;
    private bool _byBox;
    private bool _sorted;

    /// <summary>Where to search. Nothing of use if the key is not there.</summary>
    public readonly GeoArea Area =>
        new()
        {
            Center = _center,
            IsBox = _byBox,
            Radius = _radius,
            Width = _width,
            Height = _height,
            Unit = _unit,
        };

    /// <summary>Meters in the unit in which distances are told.</summary>
    public readonly double Unit => _unit;

    /// <summary>The most places; 0: all.</summary>
    public long Count { get; private set; }

    /// <summary>Any places will do, whichever are found first.</summary>
    public bool Any { get; private set; }

    /// <summary>The farthest comes first.</summary>
    public bool FarFirst { get; private set; }

    /// <summary>Which argument is the key to write; 0: none.</summary>
    public int Destination { get; private set; } = form.Destination;

    /// <summary>Store distances and not places.</summary>
    public bool StoreDistances { get; private set; }

    public bool WithDistance { get; private set; }

    public bool WithHash { get; private set; }

    public bool WithPlace { get; private set; }

    /// <summary>Whether the order of distances counts; a number of places means the nearest.</summary>
    public readonly bool Sorted => _sorted || (Count > 0 && !Any);

    /// <summary>Reads all arguments. False: the error is the reply.</summary>
    public bool TryParse()
    {
        if (!_form.IsSearch && !TryCircle())
        {
            return false;
        }

        for (int at = _form.Options; at < _c.Count; at++)
        {
            int left = _c.Count - at - 1;
            bool understood = TryFlag(at);
            if (!understood && _c.Is(at, "count"u8) && left > 0)
            {
                understood = TryCount(++at);
            }
            else if (!understood && _form.MayStore && left > 0 && (_c.Is(at, "store"u8) || _c.Is(at, "storedist"u8)))
            {
                StoreDistances = _c.Is(at, "storedist"u8);
                Destination = ++at;
                understood = true;
            }
            else if (!understood && _form.IsSearch && TryTake(at, left, out int taken))
            {
                understood = taken > 0;
                at += taken;
            }
            else if (!understood)
            {
                _c.SyntaxError();
            }

            if (!understood)
            {
                return false;
            }
        }

        return FitTogether();
    }

    // The middle and the radius before the options. Without a key to search the member is not looked for, and the rest not looked at.
    private bool TryCircle()
    {
        if (!_form.ByMember)
        {
            return GeoPlace.TryParse(_c, 2, out _center) && TryRadius(4);
        }

        return !_exists || (TryMember(2) && TryRadius(3));
    }

    private bool TryFlag(int at)
    {
        bool known = true;
        if (_c.Is(at, "withdist"u8))
        {
            WithDistance = true;
        }
        else if (_c.Is(at, "withhash"u8))
        {
            WithHash = true;
        }
        else if (_c.Is(at, "withcoord"u8))
        {
            WithPlace = true;
        }
        else if (_c.Is(at, "any"u8))
        {
            Any = true;
        }
        else if (_c.Is(at, "asc"u8) || _c.Is(at, "desc"u8))
        {
            _sorted = true;
            FarFirst = _c.Is(at, "desc"u8);
        }
        else if (_form is { IsSearch: true, Destination: > 0 } && _c.Is(at, "storedist"u8))
        {
            StoreDistances = true;
        }
        else
        {
            known = false;
        }

        return known;
    }

    private bool TryCount(int at)
    {
        if (!_c.TryInteger(at, out long count))
        {
            return false;
        }

        Count = count;
        if (count <= 0)
        {
            _c.Error("ERR COUNT must be > 0");
        }

        return count > 0;
    }

    // The options of GEOSEARCH that say where. False: it is none of them; no argument taken: it is one, but wrong, and the error is the reply.
    private bool TryTake(int at, int left, out int taken)
    {
        bool right;
        if (_c.Is(at, "frommember"u8) && left >= 1 && !_fromPlace)
        {
            taken = 1;
            right = _fromMember = !_exists || TryMember(at + 1);
        }
        else if (_c.Is(at, "fromlonlat"u8) && left >= 2 && !_fromMember)
        {
            taken = 2;
            right = _fromPlace = GeoPlace.TryParse(_c, at + 1, out _center);
        }
        else if (_c.Is(at, "byradius"u8) && left >= 2 && !_byBox)
        {
            taken = 2;
            right = _byRadius = TryRadius(at + 1);
        }
        else if (_c.Is(at, "bybox"u8) && left >= 3 && !_byRadius)
        {
            taken = 3;
            right = _byBox = TryBox(at + 1);
        }
        else
        {
            taken = 0;
            return false;
        }

        taken = right ? taken : 0;
        return true;
    }

    private bool TryMember(int at)
    {
        if (_zset.TryScore(_c[at], out double score))
        {
            _center = GeoCell.Decode(score);
            return true;
        }

        _c.Error("ERR could not decode requested zset member");
        return false;
    }

    private bool TryRadius(int at)
    {
        if (!TryNumber(at, "radius", out _radius))
        {
            return false;
        }

        if (_radius < 0)
        {
            _c.Error("ERR radius cannot be negative");
            return false;
        }

        return GeoUnit.TryParse(_c, at + 1, out _unit);
    }

    private bool TryBox(int at)
    {
        if (!TryNumber(at, "width", out _width) || !TryNumber(at + 1, "height", out _height))
        {
            return false;
        }

        if (_width < 0 || _height < 0)
        {
            _c.Error("ERR height or width cannot be negative");
            return false;
        }

        return GeoUnit.TryParse(_c, at + 2, out _unit);
    }

    private readonly bool TryNumber(int at, string name, out double value)
    {
        if (Numbers.TryParseDouble(_c[at], out value))
        {
            return true;
        }

        _c.Error($"ERR need numeric {name}");
        return false;
    }

    private readonly bool FitTogether()
    {
        string? error = null;
        if (Destination > 0 && (WithDistance || WithHash || WithPlace))
        {
            string what = _form.IsSearch ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS";
            error = $"ERR {what} is not compatible with WITHDIST, WITHHASH and WITHCOORD options";
        }
        else if (_form.IsSearch && !_fromMember && !_fromPlace)
        {
            error = $"ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for {Encoding.ASCII.GetString(_c[0])}";
        }
        else if (_form.IsSearch && !_byRadius && !_byBox)
        {
            error = $"ERR exactly one of BYRADIUS and BYBOX can be specified for {Encoding.ASCII.GetString(_c[0])}";
        }
        else if (Any && Count == 0)
        {
            error = "ERR the ANY argument requires COUNT argument";
        }

        if (error is not null)
        {
            _c.Error(error);
        }

        return error is null;
    }
}
