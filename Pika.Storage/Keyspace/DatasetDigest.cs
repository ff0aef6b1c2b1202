using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace Pika.Storage.Keyspace;

/// <summary>
/// Redis's digest of a dataset: equal for the same keys, values and databases on both servers, whatever the order in which they are stored. Of an
/// expiry it tells only that there is one. Keys that have expired and are not removed yet take part, so that no clock changes a digest.
/// </summary>
public sealed class DatasetDigest : IDisposable
{
    /// <summary>Bytes of a digest: one SHA-1.</summary>
    public const int Size = SHA1.HashSizeInBytes;

    /// <summary>The most bytes of a score as text: sign, 17 digits, point, exponent.</summary>
    private const int LongestScore = 32;

    private static readonly byte[] Zeros = new byte[StringType.ChunkSize];

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly Keyspace _keyspace;
    private readonly ScoreFormat _format;

    /// <summary>Digests of what a view shows. The view is turned to other databases; without a turn, its state is pinned.</summary>
    /// <param name="format">How scores are written.</param>
    public DatasetDigest(Keyspace keyspace, ScoreFormat format)
    {
        (_keyspace, _format) = (keyspace, format);
        keyspace.PinSnapshot();
    }

    /// <summary>The digest of all databases. Void when it leaves the view <see cref="Keyspace.Incomplete"/>.</summary>
    public byte[] OfAll(int databases)
    {
        var digest = new byte[Size];
        for (int i = 0; i < databases && !_keyspace.Incomplete; i++)
        {
            _keyspace.Select(i, new Generation(Catalog.GenerationOf(_keyspace, i), shards: 1));
            AddDatabase(digest, i);
        }

        return digest;
    }

    /// <summary>The digest of one key's value and of whether it has an expiry; zeros if there is no such key.</summary>
    public byte[] OfValue(ReadOnlySpan<byte> key)
    {
        var digest = new byte[Size];
        using var walk = new KeyWalk(_keyspace);
        if (walk.Seek(key) && walk.Key.SequenceEqual(key))
        {
            MixValue(digest, key, walk.Row);
        }

        return digest;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void AddDatabase(Span<byte> digest, int number)
    {
        using var walk = new KeyWalk(_keyspace);
        Span<byte> ofKey = stackalloc byte[Size];
        bool any = walk.SeekToFirst();
        if (any)
        {
            MixNumber(digest, number);
        }

        for (; any; any = walk.Next())
        {
            ofKey.Clear();
            Mix(ofKey, walk.Key);
            MixValue(ofKey, walk.Key, walk.Row);
            Xor(digest, ofKey);
        }
    }

    /// <summary>Adds a value to a digest of <see cref="Size"/> bytes, and nothing of its expiry.</summary>
    public void AddValue(Span<byte> digest, ReadOnlySpan<byte> key, in KeyRow row)
    {
        MixNumber(digest, RedisNumber(row.Type));
        switch (row.Type)
        {
            case ValueType.String:
                AppendString(key, row);
                XorHash(digest);
                Rehash(digest);
                break;
            case ValueType.List:
                MixElements(digest, key, row);
                break;
            case ValueType.Set:
            case ValueType.Hash:
                XorElements(digest, key, row);
                break;
            case ValueType.Stream:
                MixEntries(digest, key, row);
                break;
            case ValueType.Zset:
                XorScored(digest, key, row);
                break;
            default:
                throw new NotSupportedException($"values of type {row.Type} have no digest");
        }
    }

    private void MixValue(Span<byte> digest, ReadOnlySpan<byte> key, in KeyRow row)
    {
        AddValue(digest, key, row);
        if (row.ExpireAt != 0)
        {
            Xor(digest, "!!expire!!"u8);
        }
    }

    private void MixElements(Span<byte> digest, ReadOnlySpan<byte> key, in KeyRow row)
    {
        using var walk = new ListWalk(_keyspace, key, row, 0, row.Size);
        while (walk.Next())
        {
            Mix(digest, walk.Value);
        }
    }

    // The groups of a stream take no part.
    private void MixEntries(Span<byte> digest, ReadOnlySpan<byte> key, in KeyRow row)
    {
        Span<byte> text = stackalloc byte[64];
        using var walk = new StreamRows(_keyspace, key, row.Version).Walk(StreamId.Zero, StreamId.Max);
        while (walk.Next())
        {
            _ = Utf8.TryWrite(text, CultureInfo.InvariantCulture, $"{walk.Id.Ms}.{walk.Id.Seq}", out int length);
            Mix(digest, text[..length]);
            var fields = new StreamFields(walk.Value);
            for (int i = 0; i < fields.Count; i++)
            {
                Mix(digest, fields.Next());
            }
        }
    }

    private void XorElements(Span<byte> digest, ReadOnlySpan<byte> key, in KeyRow row)
    {
        Span<byte> ofField = stackalloc byte[Size];
        using var walk = new ElementRows(_keyspace, key, row.Version).Walk();
        for (bool any = walk.SeekToFirst(); any; any = walk.Next())
        {
            if (row.Type == ValueType.Set)
            {
                Xor(digest, walk.Element);
                continue;
            }

            ofField.Clear();
            Mix(ofField, walk.Element);
            Mix(ofField, walk.Value);
            Xor(digest, ofField);
        }
    }

    private void XorScored(Span<byte> digest, ReadOnlySpan<byte> key, in KeyRow row)
    {
        Span<byte> ofMember = stackalloc byte[Size];
        Span<byte> score = stackalloc byte[LongestScore];
        using var walk = new ElementRows(_keyspace, key, row.Version).Walk();
        for (bool any = walk.SeekToFirst(); any; any = walk.Next())
        {
            ofMember.Clear();
            Mix(ofMember, walk.Element);
            Mix(ofMember, score[.._format(ScoredSource.ScoreIn(walk.Value), score)]);
            Xor(digest, ofMember);
        }
    }

    private void AppendString(ReadOnlySpan<byte> key, in KeyRow row)
    {
        long done = 0;
        using var parts = new StringParts(_keyspace, key, row, 0, StringType.Length(row));
        while (parts.Next())
        {
            AppendZeros(parts.Offset - done);
            _hash.AppendData(parts.Bytes);
            done = parts.Offset + parts.Bytes.Length;
        }

        AppendZeros(StringType.Length(row) - done);
    }

    private void AppendZeros(long count)
    {
        for (; count > 0; count -= Zeros.Length)
        {
            _hash.AppendData(Zeros, 0, (int)Math.Min(count, Zeros.Length));
        }
    }

    private void MixNumber(Span<byte> digest, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        Mix(digest, bytes);
    }

    // Mixing depends on the order of what is mixed, xor does not.
    private void Mix(Span<byte> digest, ReadOnlySpan<byte> bytes)
    {
        Xor(digest, bytes);
        Rehash(digest);
    }

    private void Xor(Span<byte> digest, ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        XorHash(digest);
    }

    private void XorHash(Span<byte> digest)
    {
        Span<byte> hash = stackalloc byte[Size];
        _hash.GetHashAndReset(hash);
        for (int i = 0; i < Size; i++)
        {
            digest[i] ^= hash[i];
        }
    }

    private void Rehash(Span<byte> digest)
    {
        _hash.AppendData(digest);
        _hash.GetHashAndReset(digest);
    }

    // The numbers of the types in Redis's objects.
    private static int RedisNumber(ValueType type) =>
        type switch
        {
            ValueType.String => 0,
            ValueType.List => 1,
            ValueType.Set => 2,
            ValueType.Zset => 3,
            ValueType.Hash => 4,
            _ => 6,
        };
}

/// <summary>Writes a score with 17 significant digits, as Redis does, and returns the length.</summary>
public delegate int ScoreFormat(double score, Span<byte> destination);
