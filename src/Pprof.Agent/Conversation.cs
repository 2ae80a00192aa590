using Pprof.Agent.Recordings;
using Pprof.Agent.Wire;

namespace Pprof.Agent;

/// <summary>One order from its beginning to its last byte.</summary>
internal sealed class Conversation(FrameStream frames, Order order) : IDisposable
{
    private readonly IRecording?[] _recordings = new IRecording?[order.Kinds.Count];
    private readonly Lock _gate = new();
    private bool _isWritten;

    public bool HoldsExit => order.HoldsExit;

    /// <summary>What cannot be recorded is told at once, and the others go on.</summary>
    public void Start()
    {
        for (int i = 0; i < _recordings.Length; i++)
        {
            try
            {
                _recordings[i] = RecordingKinds.Start(order, i, new ItemStream(frames, i));
            }
            catch (Exception e) when (e is not IOException and not System.Net.Sockets.SocketException)
            {
                End(i, e.Message);
            }
        }

        frames.Send(FrameKind.Started, []);
    }

    /// <summary>Waits for the tool to say that it is enough; when it goes away instead, nothing is written.</summary>
    public void AwaitEnd()
    {
        if (frames.Receive() is { Kind: FrameKind.Finish })
        {
            Write();
        }
    }

    /// <summary>Ends the recordings and sends them. The second who asks waits for the first.</summary>
    public void Write()
    {
        lock (_gate)
        {
            for (int i = 0; !_isWritten && i < _recordings.Length; i++)
            {
                Write(i);
            }

            _isWritten = true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (IRecording? recording in _recordings)
            {
                recording?.Dispose();
            }
        }
    }

    private void Write(int item)
    {
        if (_recordings[item] is not { } recording)
        {
            return;
        }

        try
        {
            recording.Write();
            End(item, "");
        }
        catch (Exception e) when (e is not IOException and not System.Net.Sockets.SocketException)
        {
            End(item, e.Message);
        }
    }

    private void End(int item, string reason) => frames.Send(FrameKind.End, [(byte)item], System.Text.Encoding.UTF8.GetBytes(reason));
}
