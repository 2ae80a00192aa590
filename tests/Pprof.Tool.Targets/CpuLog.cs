using System.Globalization;

namespace Pprof.Tool.Targets;

/// <summary>The process's own CPU time by its own clock, noted every few milliseconds: the truth that profiles are held against.</summary>
internal sealed class CpuLog : IDisposable
{
    private readonly List<(long UnixNanoseconds, long CpuNanoseconds)> _rows = [];
    private readonly Thread _thread;
    private volatile bool _isOver;

    public CpuLog()
    {
        _thread = new Thread(Note);
        _thread.Start();
    }

    public void Dispose()
    {
        _isOver = true;
        _thread.Join();
    }

    /// <summary>A line for each note: wall clock and CPU clock.</summary>
    public void Print()
    {
        Dispose();
        foreach ((long time, long cpu) in _rows)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cpu {time} {cpu}"));
        }
    }

    private void Note()
    {
        while (!_isOver)
        {
            long cpu = (long)(Environment.CpuUsage.TotalTime.TotalNanoseconds);
            _rows.Add(((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100, cpu));
            Thread.Sleep(5);
        }
    }
}
