using Akka.Event;
using Pika.Actors.Replication.Following;
using Pika.Actors.Replication.Wire;
using Pika.Storage.Binlog;

namespace Pika.Actors.Replication.FullSync;

/// <summary>
/// The states of <see cref="MasterLink"/> in a full sync, from the master's order until the node is opened again on the new data. The work itself is done by
/// <see cref="FullSyncSteps"/>.
/// <code>
///   TryDbSync ──the tail is saved, and the Manifest there──► WaitDbSync ──all files──► Installing ──completed──► (the node is opened again)
/// </code>
/// </summary>
internal sealed class FullSyncIntake(IMasterLink link)
{
    private readonly FullSyncSteps _steps = new(link.Node, link.Actor);

    /// <summary>Whether a full sync has begun whose data is not installed. A look at the disk.</summary>
    public bool HasBegun => _steps.HasBegun;

    /// <summary>The last file with records that a master had not; null if there is none. A look at the disk.</summary>
    public string? FindTail() => _steps.FindTail();

    /// <summary>Goes over to <see cref="TryDbSync"/>.</summary>
    public void Become(Frame.FullSync ordered)
    {
        link.Become(TryDbSync);
        link.Log.Info("{0} orders a full sync: {1}", link.Board.Target, ordered.Reason);
        _steps.Begin(link.Connection.Session, ordered.DivergesAt);
        link.Board.Publish(link.Board.Facts with { State = MasterLinkState.TryDbSync, IsIncomplete = true, Problem = ordered.Reason });
    }

    /// <summary>No full sync is needed after all: what was received goes.</summary>
    public void Discard() => _steps.Discard();

    /// <summary>The connection has ended. What was received stays.</summary>
    public void End() => _steps.End();

    /// <summary>The link ends for good.</summary>
    public void Close() => _steps.Close();

    /// <summary>What would be lost is being saved, and the master makes a checkpoint.</summary>
    private void TryDbSync(object message)
    {
        switch (message)
        {
            case Frame.Waiting waiting:
                link.Board.Publish(link.Board.Facts with { Problem = waiting.Text });
                break;
            case Frame.Manifest manifest when !_steps.HasManifest:
                _steps.Add(manifest);
                BecomeWaitDbSyncWhenReady();
                break;
            case FullSyncSteps.TailSaved saved when saved.Session == link.Connection.Session:
                OnTailSaved(saved);
                break;
            case Frame frame:
                link.Refuse(frame);
                break;
        }
    }

    /// <summary>The files come in.</summary>
    private void WaitDbSync(object message)
    {
        switch (message)
        {
            case Frame.Chunk chunk:
                OnChunk(chunk);
                break;
            case FullSyncSteps.Stepped stepped when stepped.Session == link.Connection.Session:
                OnStepped(stepped);
                break;
            case Frame frame:
                link.Refuse(frame);
                break;
        }
    }

    /// <summary>All files are there. From the parent's consent on the role does not change before the node is opened again.</summary>
    private void Installing(object message)
    {
        switch (message)
        {
            case Install:
                _steps.Complete();
                break;
            case MustNotInstall:
                link.Fail("the master has lost what it had when it was told to lead; its data is not taken");
                break;
            case FullSyncSteps.Completed { Failure: "" }:
                link.Node.RequestRestart("the data of a full sync is there");
                link.End("the node is opened again");
                break;
            case FullSyncSteps.Completed completed:
                link.Parent.Tell(InstallFailed.Instance, link.Actor);
                link.Fail($"the full sync failed: {completed.Failure}");
                break;
        }
    }

    private void BecomeWaitDbSyncWhenReady()
    {
        if (_steps.IsReady)
        {
            link.Become(WaitDbSync);
            _steps.BeginDownload();
            link.Board.Publish(link.Board.Facts with { State = MasterLinkState.WaitDbSync, Problem = "" });
        }
    }

    private void BecomeInstalling(LogIndex applied)
    {
        link.Become(Installing);
        link.Connection.Close("all files of the full sync are there");
        link.Parent.Tell(new MayInstall(applied), link.Actor);
    }

    private void OnTailSaved(FullSyncSteps.TailSaved saved)
    {
        if (saved.Failure is { } failure)
        {
            link.Fail($"the records that the master has not could not be saved: {failure}");
            return;
        }

        if (saved.File is { } file)
        {
            link.Log.Warning("the node has records that its master has not; before its data is replaced they were saved to '{0}'", file);
            link.Board.Publish(link.Board.Facts with { DivergentTailFile = file });
        }

        _steps.TailIsSafe();
        BecomeWaitDbSyncWhenReady();
    }

    private void OnChunk(Frame.Chunk chunk)
    {
        if (_steps.Add(chunk) is { } flaw)
        {
            link.Fail(flaw);
        }
    }

    private void OnStepped(FullSyncSteps.Stepped stepped)
    {
        if (stepped.Step is not { } step)
        {
            link.Fail($"the full sync failed: {stepped.Failure ?? "it was given up"}");
            return;
        }

        foreach (var fetch in step.Fetches)
        {
            link.Connection.Send(fetch);
        }

        link.Board.Publish(link.Board.Facts with { SyncTotalBytes = step.Total, SyncReadBytes = step.Received });
        if (step.IsReceived)
        {
            BecomeInstalling(step.Applied);
        }
        else
        {
            _steps.OnStepped();
        }
    }

    /// <summary>To the parent: all files of a full sync are there. From its consent on, <see cref="Install"/>, the role must not change.</summary>
    /// <param name="Applied">The record that the data is at.</param>
    public sealed record MayInstall(LogIndex Applied);

    /// <summary>From the parent: the role stays as it is until the node is opened again.</summary>
    public sealed record Install
    {
        /// <summary>The only one.</summary>
        public static readonly Install Instance = new();
    }

    /// <summary>From the parent: the data is older than what the node has, and it is going to lead instead.</summary>
    public sealed record MustNotInstall
    {
        /// <summary>The only one.</summary>
        public static readonly MustNotInstall Instance = new();
    }

    /// <summary>To the parent: the files could not be completed; the role may change again.</summary>
    public sealed record InstallFailed
    {
        /// <summary>The only one.</summary>
        public static readonly InstallFailed Instance = new();
    }
}
