using System.ComponentModel;
using System.Diagnostics;

namespace Pprof.Tool.Reports;

/// <summary>The program <c>dot</c>, which draws graphs.</summary>
internal static class Graphviz
{
    /// <summary>The graph as SVG.</summary>
    /// <exception cref="ToolException">It is not installed, or it failed.</exception>
    public static async Task<string> DrawAsync(string graph, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new("dot", ["-Tsvg"])
            { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process dot = Start(start);
        Task<string> picture = dot.StandardOutput.ReadToEndAsync(cancellationToken),
            error = dot.StandardError.ReadToEndAsync(cancellationToken);
        await dot.StandardInput.WriteAsync(graph.AsMemory(), cancellationToken);
        dot.StandardInput.Close();
        await dot.WaitForExitAsync(cancellationToken);
        return dot.ExitCode == 0 ? await picture
            : throw new ToolException(
            $"Graphviz failed: {(await error).Trim()}. 'dotnet pprof dot' writes the graph it was given.");
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new ToolException("Graphviz is not installed: there is no program 'dot'. Install it (apt-get install graphviz), or look at the profile with 'dotnet pprof web', which needs nothing.");
        }
    }
}
