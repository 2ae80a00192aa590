using System.Diagnostics;
using System.Globalization;
using BenchCommon.Load;

namespace Attach;

/// <summary>A program of two busy threads in a process of its own, which says how much it has done, a hundred times a second.</summary>
internal sealed class Target : IDisposable
{
    public const string ChildArgument = "child";
    private readonly Process _process;
    private readonly List<(double Seconds, long Units)> _progress = [];

    public Target()
    {
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [ChildArgument]) { RedirectStandardOutput = true })!;
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
    }

    public int Pid => _process.Id;

    public static void RunChild()
    {
        using LoadThreads load = new(2);
        while (true)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Now()} {load.Units}"));
            Thread.Sleep(10);
        }
    }

    /// <summary>One clock for both processes.</summary>
    public static double Now() => Stopwatch.GetTimestamp() / (double)Stopwatch.Frequency;

    /// <summary>Units done between two moments.</summary>
    public double Between(double from, double to)
    {
        lock (_progress)
        {
            return At(to) - At(from);
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        if (line?.Split(' ') is [string time, string units])
        {
            lock (_progress)
            {
                _progress.Add((double.Parse(time, CultureInfo.InvariantCulture), long.Parse(units, CultureInfo.InvariantCulture)));
            }
        }
    }

    private double At(double time)
    {
        int after = _progress.FindIndex(row => row.Seconds >= time);
        (double Seconds, long Units) earlier = _progress[after - 1];
        return earlier.Units + ((_progress[after].Units - earlier.Units) * (time - earlier.Seconds) / (_progress[after].Seconds - earlier.Seconds));
    }
}
