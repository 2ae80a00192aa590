using System.Runtime.CompilerServices;

namespace Pprof.AspNetCore.Tests;

/// <summary>Uses CPU time in one method until it is disposed.</summary>
internal sealed class Burner : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _isDone;

    public Burner()
    {
        _thread = new Thread(Burn) { IsBackground = true };
        _thread.Start();
    }

    public const string Method = "Pprof.AspNetCore.Tests.Burner.Burn";

    public void Dispose()
    {
        _isDone = true;
        _thread.Join();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Burn()
    {
        while (!_isDone)
        {
            Thread.SpinWait(1000);
        }
    }
}
