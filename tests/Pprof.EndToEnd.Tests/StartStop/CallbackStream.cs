namespace Pprof.EndToEnd.Tests.StartStop;

/// <summary>Calls back into the program whenever it is written to.</summary>
internal sealed class CallbackStream(Action onWrite) : MemoryStream
{
    public int Writes { get; private set; }

    // The base class sends spans here too.
    public override void Write(byte[] buffer, int offset, int count)
    {
        Writes++;
        onWrite();
        base.Write(buffer, offset, count);
    }
}
