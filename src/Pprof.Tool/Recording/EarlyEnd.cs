using System.Runtime.InteropServices;

namespace Pprof.Tool.Recording;

/// <summary>Ctrl-C, or the signal that asks a program to end: the first ends the recording, whose profiles are then written; the second ends the tool.</summary>
internal sealed class EarlyEnd : IDisposable
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration[] _registrations;

    public EarlyEnd() => _registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal)];

    /// <summary>Ends when it is asked for.</summary>
    public Task Asked => _asked.Task;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void OnSignal(PosixSignalContext context) => context.Cancel = _asked.TrySetResult();
}
