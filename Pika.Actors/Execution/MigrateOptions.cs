using System.Text;

namespace Pika.Actors.Execution;

/// <summary>The arguments of MIGRATE.</summary>
internal sealed class MigrateOptions
{
    private const int FirstOption = 6;
    private const int KeyIndex = 3;

    /// <summary>What a timeout of zero or below stands for, as in Redis.</summary>
    private const int DefaultTimeoutMs = 1000;

    private static readonly byte[] AuthWord = "AUTH"u8.ToArray();

    /// <summary>From AUTH2. A later AUTH changes the password alone, as in Redis.</summary>
    private byte[]? _user;
    private byte[]? _password;

    /// <summary>Where the keys go.</summary>
    public string Host { get; private init; } = "";

    /// <summary>The port; one that is not a number is 0, where nobody listens.</summary>
    public int Port { get; private init; }

    /// <summary>The target's database, as it is sent.</summary>
    public long Database { get; private set; }

    /// <summary>How long one step may take: to connect, to send, to receive.</summary>
    public TimeSpan Timeout { get; private set; }

    /// <summary>COPY: the keys stay here.</summary>
    public bool Copy { get; private set; }

    /// <summary>REPLACE: keys of the target are replaced.</summary>
    public bool Replace { get; private set; }

    /// <summary>AUTH as it is sent, with its arguments; empty without.</summary>
    public IReadOnlyList<byte[]> Auth =>
        _password is null ? []
        : _user is null ? [AuthWord, _password]
        : [AuthWord, _user, _password];

    /// <summary>The number of the first word that is a key.</summary>
    public int FirstKey { get; private set; } = KeyIndex;

    /// <summary>How many words from there on are keys.</summary>
    public int Keys { get; private set; } = 1;

    /// <summary>Reads the arguments. Null: they make no sense, and the error is the reply.</summary>
    public static MigrateOptions? Parse(CommandContext c)
    {
        var options = new MigrateOptions
        {
            Host = Encoding.UTF8.GetString(c[1]),
            Port = int.TryParse(c[2], out int port) && port is > 0 and <= ushort.MaxValue ? port : 0,
        };
        if (!options.TryWords(c) || !c.TryInteger(5, out long timeout) || !c.TryInteger(4, out long database))
        {
            return null;
        }

        (options.Database, options.Timeout) = (
            database,
            TimeSpan.FromMilliseconds(timeout <= 0 ? DefaultTimeoutMs : Math.Min(timeout, int.MaxValue))
        );
        return options;
    }

    private bool TryWords(CommandContext c)
    {
        for (int i = FirstOption; i < c.Count; i++)
        {
            int more = c.Count - 1 - i;
            if (c.Is(i, "copy"u8))
            {
                Copy = true;
            }
            else if (c.Is(i, "replace"u8))
            {
                Replace = true;
            }
            else if (c.Is(i, "auth"u8) && more >= 1)
            {
                _password = c[++i].ToArray();
            }
            else if (c.Is(i, "auth2"u8) && more >= 2)
            {
                (_user, _password) = (c[++i].ToArray(), c[++i].ToArray());
            }
            else if (c.Is(i, "keys"u8))
            {
                (FirstKey, Keys) = (i + 1, more);
                if (c[KeyIndex].IsEmpty)
                {
                    return true;
                }

                c.Error("ERR When using MIGRATE KEYS option, the key argument must be set to the empty string");
                return false;
            }
            else
            {
                c.SyntaxError();
                return false;
            }
        }

        return true;
    }
}
