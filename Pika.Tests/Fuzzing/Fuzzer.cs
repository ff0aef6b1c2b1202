using System.Diagnostics;

namespace Pika.Tests.Fuzzing;

/// <summary>
/// Runs a parser over mutated inputs and watches it: no exception but those that it documents, an end within a time, memory in proportion to the input, and the same
/// outcome however the input is cut.
/// </summary>
internal sealed class Fuzzer(FuzzTarget target)
{
    /// <summary>Attempts to make a failing input shorter.</summary>
    private const int ShrinkingSteps = 2000;

    private byte[] _input = [];
    private int _seed;
    private long _began;
    private FuzzFailure? _failure;

    /// <summary>How long a parser may take for one input; thousands of times what it needs.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The inputs so far.</summary>
    public long Cases { get; private set; }

    /// <summary>Of them, those that the parser has not refused.</summary>
    public long Accepted { get; private set; }

    /// <summary>Runs for a time, and for some cases at least; the cases have the seeds from the first one on.</summary>
    public FuzzFailure? Run(int firstSeed, TimeSpan time, int atLeast)
    {
        long end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        return Watched(() =>
        {
            WarmUp();
            for (int i = 0; _failure is null && (i < atLeast || Stopwatch.GetTimestamp() < end); i++)
                _failure = RunCase(firstSeed + i);
        });
    }

    /// <summary>Runs one input as it is.</summary>
    public FuzzFailure? Replay(byte[] input) =>
        Watched(() =>
        {
            WarmUp();
            Begin(input, 0);
            _failure = Check(input) is { } problem ? new FuzzFailure(target.Name, 0, input, problem) : null;
        });

    // A parser that does not end is left to itself: its thread cannot be stopped, and the failure says so.
    private FuzzFailure? Watched(Action work)
    {
        Begin([], 0);
        var done = new ManualResetEventSlim();
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception defect)
            {
                _failure = new FuzzFailure(target.Name, _seed, _input, defect.ToString());
            }

            done.Set();
        })
        {
            IsBackground = true,
            Name = $"fuzz {target.Name}",
        };
        thread.Start();
        while (!done.Wait(50))
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _began)) > Patience)
                return new FuzzFailure(target.Name, _seed, _input, $"it has not ended within {Patience.TotalSeconds} s");
        }

        return _failure;
    }

    // Tables, pools and compiled code are there afterwards, and are not counted to an input.
    private void WarmUp()
    {
        foreach (byte[] input in target.Seeds)
        {
            Begin(input, 0);
            target.Run(input, Pieces.Whole);
            target.Run(input, new Pieces(new Random(0)));
        }
    }

    private FuzzFailure? RunCase(int seed)
    {
        var input = new Mutator(target, new Random(seed)).Next();
        Begin(input, seed);
        Cases++;
        if (Check(input) is not { } problem)
            return null;

        input = Shrunk(input, problem);
        return new FuzzFailure(target.Name, seed, input, Check(input) ?? problem);
    }

    private string? Check(byte[] input)
    {
        try
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            string outcome = target.Run(input, Pieces.Whole);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Accepted += outcome.StartsWith(FuzzTarget.Refused) ? 0 : 1;
            if (allocated > target.MayAllocate(input.Length))
                return $"it has allocated {allocated} bytes";
            if (target.IsIncremental && target.Run(input, new Pieces(new Random(input.Length))) is { } other && other != outcome)
                return $"it depends on how the input is cut: '{outcome}' or '{other}'";
            return null;
        }
        catch (Exception defect)
        {
            return defect.ToString();
        }
    }

    // Cuts out pieces, the large ones first, as long as the same goes wrong.
    private byte[] Shrunk(byte[] input, string problem)
    {
        int steps = 0;
        for (int piece = input.Length / 2; piece > 0; piece /= 2)
        {
            for (int at = 0; at + piece <= input.Length && steps++ < ShrinkingSteps; )
            {
                byte[] shorter = [.. input[..at], .. input[(at + piece)..]];
                Begin(shorter, _seed);
                if (Check(shorter) is { } found && Kind(found) == Kind(problem))
                    input = shorter;
                else
                    at += piece;
            }
        }

        return input;
    }

    private static string Kind(string problem) => problem.Split('\n', ' ')[0];

    private void Begin(byte[] input, int seed)
    {
        (_input, _seed) = (input, seed);
        Volatile.Write(ref _began, Stopwatch.GetTimestamp());
    }
}
