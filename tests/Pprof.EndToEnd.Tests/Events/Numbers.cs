using System.Diagnostics.Tracing;

namespace Pprof.EndToEnd.Tests.Events;

/// <summary>Events that can be told apart: who raised it, and the how manyeth of its thread it is.</summary>
[EventSource(Name = ProviderName)]
internal sealed class Numbers : EventSource
{
    public const string ProviderName = "Pprof-EndToEnd-Numbers";
    public static readonly Numbers Log = new();

    [Event(1)]
    public void Said(int raiser, int number) => WriteEvent(1, raiser, number);

    [Event(2)]
    public void Other(int raiser) => WriteEvent(2, raiser);
}
