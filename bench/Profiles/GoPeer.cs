using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using BenchCommon;

namespace Profiles;

/// <summary>
/// The same operations in Go: a program that waits for orders, so that both are measured in turns by one run. Not there
/// where no <c>go</c> is on the path.
/// </summary>
internal sealed class GoPeer : IDisposable
{
    private readonly Process _process;

    private GoPeer(Process process) => _process = process;

    /// <summary>Null, with a word on the error output, where there is no Go.</summary>
    public static GoPeer? TryStart()
    {
        string folder = Path.Combine(ResultFile.RepositoryRoot(), "bench", "Profiles", "go");
        string binary = Path.Combine(ResultFile.RepositoryRoot(), "artifacts", "bench-go", "profiles");
        try
        {
            using Process build = Process.Start(new ProcessStartInfo("go", ["build", "-o", binary, Path.Combine(folder, "main.go")]))!;
            build.WaitForExit();
            return build.ExitCode == 0
                ? new GoPeer(Process.Start(new ProcessStartInfo(binary) { RedirectStandardInput = true, RedirectStandardOutput = true })!) : null;
        }
        catch (Win32Exception)
        {
            Console.Error.WriteLine("No go on the path: measured without the original.");
            return null;
        }
    }

    /// <summary>One line there, the figures of one line back.</summary>
    public double[] Ask(string order)
    {
        _process.StandardInput.WriteLine(order);
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The Go program ended at the order '{order}'.");
        return [.. answer.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
