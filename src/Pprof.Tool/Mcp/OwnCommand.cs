using System.Diagnostics;

namespace Pprof.Tool.Mcp;

/// <summary>
/// One command line of this tool in a process of its own. So an assistant gets what a person at the terminal gets, with the same rights and
/// the same refusals, and a command that fails or is given up takes nothing with it.
/// </summary>
internal static class OwnCommand
{
    /// <returns>What it wrote, and its exit code.</returns>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [.. Beginning(), .. arguments])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        return (process.ExitCode, await output, await error);
    }

    // Started as "dotnet dotnet-pprof.dll", the process is that of dotnet.
    private static string[] Beginning() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(OwnCommand).Assembly.Location] : [];
}
