namespace Pika.Storage.Store;

/// <summary>The store refused or failed; the message says what and where.</summary>
public sealed class StoreException : Exception
{
    /// <summary>A failure with its kind and the store's own words.</summary>
    public StoreException(StoreError error, string message)
        : base(message) => Error = error;

    /// <summary>What went wrong.</summary>
    public StoreError Error { get; }
}

/// <summary>The kinds of failure that callers tell apart.</summary>
public enum StoreError
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>Data on disk is damaged.</summary>
    Corruption,

    /// <summary>No space is left, or a quota is used up; writing may work again later.</summary>
    NoSpace,

    /// <summary>Another process has the store open.</summary>
    Locked,

    /// <summary>The operating system failed a read or a write.</summary>
    Io,
}
