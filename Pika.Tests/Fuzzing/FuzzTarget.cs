namespace Pika.Tests.Fuzzing;

/// <summary>A parser that is fed with bytes that nobody would send. What it refuses in the way that it documents is fine; everything else that it does is a defect.</summary>
internal abstract class FuzzTarget : IDisposable
{
    /// <summary>What outcomes of inputs that are refused begin with.</summary>
    public const char Refused = '!';

    /// <summary>Its name in the corpus.</summary>
    public string Name => GetType().Name[..^"Target".Length];

    /// <summary>Inputs that the parser takes: what is mutated.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Bytes that are worth more than others to this parser: they are strewn in.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>The longest input.</summary>
    public virtual int MaxLength => 16 * 1024;

    /// <summary>Whether the parser takes bytes as they come: then it must not matter how they are cut.</summary>
    public virtual bool IsIncremental => false;

    /// <summary>The most bytes that it may allocate for an input of a length; what the target allocates to look at it counts too.</summary>
    public virtual long MayAllocate(int length) => (1 << 20) + (256L * length);

    /// <summary>Makes the checksums of a mutated input right again, so that it gets past them.</summary>
    public virtual byte[] Reseal(byte[] input) => input;

    /// <summary>Has the parser read the input, in pieces if it takes such. Throws for whatever is a defect.</summary>
    /// <returns>What it has made of it, as text; begins with <see cref="Refused"/> if it has refused it at once.</returns>
    public abstract string Run(byte[] input, Pieces pieces);

    public virtual void Dispose() { }

    /// <summary>Text as bytes, one for each character.</summary>
    protected static byte[] Bytes(string text) => System.Text.Encoding.Latin1.GetBytes(text);

    /// <summary>Bytes as text, one character for each.</summary>
    protected static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.Latin1.GetString(bytes);
}
