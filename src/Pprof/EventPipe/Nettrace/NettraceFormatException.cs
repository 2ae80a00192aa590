namespace Pprof.EventPipe.Nettrace;

/// <summary>The bytes are not a stream this reader understands, or end before their end mark.</summary>
internal sealed class NettraceFormatException : Exception
{
    public NettraceFormatException()
    {
    }

    public NettraceFormatException(string message)
        : base(message)
    {
    }

    public NettraceFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
