namespace Pika.Tests.Simulated.Stories;

/// <summary>Where a story is played: simulated machines, or processes of the built server.</summary>
internal interface IStage : IAsyncDisposable
{
    /// <summary>Starts the nodes, all of them masters.</summary>
    /// <param name="nodes">Their names.</param>
    /// <param name="settings">Directives, as names and values.</param>
    Task StartAsync(IReadOnlyList<string> nodes, IReadOnlyList<(string Name, string Value)> settings);

    /// <summary>Sends a command on a connection of its own.</summary>
    /// <returns>The reply as one line of text; null when none comes.</returns>
    Task<string?> AskAsync(string node, params string[] command);

    /// <summary>Has a node follow another one.</summary>
    Task FollowAsync(string replica, string master);

    /// <summary>Lets time pass.</summary>
    Task PassAsync(TimeSpan time);

    /// <summary>kill -9.</summary>
    Task KillAsync(string node);

    /// <summary>Starts a node again that was killed.</summary>
    Task StartAgainAsync(string node);

    /// <summary>Takes a node's data away, and starts it again.</summary>
    Task ReplaceAsync(string node);

    /// <summary>SIGSTOP.</summary>
    Task FreezeAsync(string node);

    /// <summary>SIGCONT.</summary>
    Task ThawAsync(string node);

    /// <summary>Breaks a replica's connection to its master; it may make another one.</summary>
    Task CutAsync(string replica);

    /// <summary>Lets nothing through between a replica and its master.</summary>
    Task BlockAsync(string replica);

    /// <summary>Lets everything through again.</summary>
    Task HealAsync(string replica);
}
