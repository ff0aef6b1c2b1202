namespace Pika.Host.Import;

/// <summary>What an import has done so far.</summary>
internal sealed class ImportResult
{
    /// <summary>The errors that are kept for the summary.</summary>
    private const int KeptErrors = 5;

    private readonly List<string> _errors = [];

    /// <summary>Keys of an RDB file that were sent.</summary>
    public long Keys { get; set; }

    /// <summary>Commands of an AOF that were sent.</summary>
    public long Commands { get; set; }

    /// <summary>Keys that had expired and were left out.</summary>
    public long Expired { get; set; }

    /// <summary>What the server has refused.</summary>
    public long Refused { get; private set; }

    /// <summary>Things that were left out, or that somebody should know.</summary>
    public List<string> Notices { get; } = [];

    /// <summary>The first of the server's errors.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>Notes an error of the server.</summary>
    public void Refuse(string error)
    {
        Refused++;
        if (_errors.Count < KeptErrors && !_errors.Contains(error))
        {
            _errors.Add(error);
        }
    }
}
