using Pika.Protocol;

namespace Pika.Host.Network;

/// <summary>
/// A connection while there is no node behind it: whatever it asks is answered with LOADING, as Redis does while it loads. One that was answered so is closed
/// when the node is there, because of what it may have lost: a SELECT, say. One that has asked nothing goes on as if nothing had been.
/// </summary>
internal sealed class LoadingClient(Connection connection, Func<bool> isReady)
{
    private static readonly byte[] Loading = "-LOADING Redis is loading the dataset in memory\r\n"u8.ToArray();

    /// <summary>As of a client that has not authenticated, for nobody here has: small limits, and one request at a time.</summary>
    private readonly RequestReader _input = new(new RequestLimits()) { Unauthenticated = true };
    private bool _answered;

    /// <summary>Serves until the node is there: true if the connection can go over to it. The connection has to be woken when that may be.</summary>
    public async Task<bool> ServeAsync()
    {
        while (!isReady() || _input.BufferedBytes > 0)
        {
            int count = await connection.ReceiveAsync(_input.GetMemory());
            if (count == 0)
            {
                return false;
            }

            if (count != Connection.Woken)
            {
                _input.Advance(count);
                if (!await AnswerAsync())
                {
                    return false;
                }
            }
        }

        return !_answered;
    }

    // Whether the connection can go on.
    private async Task<bool> AnswerAsync()
    {
        ParseOutcome outcome;
        do
        {
            outcome = _input.Parse();
            for (int i = 0; i < _input.Count; i++)
            {
                await connection.SendAsync(Loading);
                _answered = true;
            }

            _input.Release();
        } while (outcome == ParseOutcome.More);

        return outcome == ParseOutcome.Drained;
    }
}
