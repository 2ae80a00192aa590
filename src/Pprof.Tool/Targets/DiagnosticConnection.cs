using Microsoft.Diagnostics.NETCore.Client;

namespace Pprof.Tool.Targets;

/// <summary>A client for the diagnostic port of a process, wherever its socket lies.</summary>
internal static class DiagnosticConnection
{
    /// <summary>Connects with each request, not now.</summary>
    public static DiagnosticsClient To(TargetProcess target, string port) => port.Contains(',', StringComparison.Ordinal)
        ? new DiagnosticsClient(target.Pid) // A port's words are separated by commas; the client finds this one by the number.
        : DiagnosticsClientConnector.FromDiagnosticPort($"{port},connect", CancellationToken.None).GetAwaiter().GetResult().Instance;
}
