namespace Pprof.EndToEnd.Tests.Labels;

/// <summary>Works when it is finalized.</summary>
internal sealed class FinalizedWork
{
    ~FinalizedWork() => LabelledWork.Plain(500);
}
