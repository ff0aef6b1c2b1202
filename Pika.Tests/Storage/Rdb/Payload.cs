using System.Buffers.Binary;
using System.Text;
using Pika.Storage;
using Pika.Storage.Rdb;

namespace Pika.Tests.Storage.Rdb;

/// <summary>Builds RDB bytes by hand. Text in which each character is one byte.</summary>
internal static class Payload
{
    /// <summary>A DUMP payload of any type and bytes with a right checksum.</summary>
    public static string Of(RdbType type, string value, int version = 10)
    {
        byte[] bytes = [(byte)type, .. Encoding.Latin1.GetBytes(value), (byte)version, (byte)(version >> 8)];
        var checksum = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(checksum, Crc64.Append(0, bytes));
        return Encoding.Latin1.GetString([.. bytes, .. checksum]);
    }

    /// <summary>The bytes of a payload with another checksum: the right one.</summary>
    public static string Sealed(string payload)
    {
        var bytes = Encoding.Latin1.GetBytes(payload);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(bytes.Length - 8), Crc64.Append(0, bytes.AsSpan(0, bytes.Length - 8)));
        return Encoding.Latin1.GetString(bytes);
    }

    /// <summary>A string of up to 16383 bytes with its length.</summary>
    public static string Text(string text) =>
        text.Length < 64 ? (char)text.Length + text : $"{(char)(0x40 | (text.Length >> 8))}{(char)(text.Length & 0xFF)}{text}";

    /// <summary>A ziplist of short strings, and of what begins with <c>#</c>: its first byte and the rest, as it stands there.</summary>
    public static string Ziplist(params string[] elements)
    {
        var (body, previous, tail) = ("", 0, 10);
        foreach (var element in elements)
        {
            var encoded = element.StartsWith('#') ? element[1..] : (char)element.Length + element;
            tail = 10 + body.Length;
            body += (char)previous + encoded;
            previous = 1 + encoded.Length;
        }

        return Number(10 + body.Length + 1, 4) + Number(tail, 4) + Number(elements.Length, 2) + body + "\xff";
    }

    /// <summary>A listpack of integers below 128, short strings, and of what begins with <c>#</c>: encoding and data as they stand there.</summary>
    public static string Listpack(params string[] elements)
    {
        var body = string.Concat(
            elements.Select(element =>
            {
                var encoded =
                    element.StartsWith('#') ? element[1..]
                    : byte.TryParse(element, out var number) && number < 128 ? $"{(char)number}"
                    : (char)(0x80 | element.Length) + element;
                return encoded + (char)encoded.Length;
            })
        );
        return Number(6 + body.Length + 1, 4) + Number(elements.Length, 2) + body + "\xff";
    }

    /// <summary>A number, little-endian.</summary>
    public static string Number(long value, int size) =>
        string.Concat(Enumerable.Range(0, size).Select(i => (char)((value >> (8 * i)) & 0xFF)));
}
