using System.Globalization;

namespace Pprof.Tool.Tests.Support;

/// <summary>What a target noted of its own CPU time.</summary>
internal sealed class CpuTruth
{
    private readonly (double Time, double Cpu)[] _rows;

    public CpuTruth(string output) => _rows =
    [
        .. from line in output.Split('\n')
           where line.StartsWith("cpu ", StringComparison.Ordinal)
           let words = line.Split(' ')
           select (double.Parse(words[1], CultureInfo.InvariantCulture), double.Parse(words[2], CultureInfo.InvariantCulture)),
    ];

    /// <summary>CPU time used between two moments, both in nanoseconds since 1970.</summary>
    public double Between(double start, double end) => At(end) - At(start);

    // On the line between the two notes around it.
    private double At(double time)
    {
        int after = Array.FindIndex(_rows, row => row.Time >= time);
        (double Time, double Cpu) earlier = _rows[after - 1];
        return earlier.Cpu + ((_rows[after].Cpu - earlier.Cpu) * (time - earlier.Time) / (_rows[after].Time - earlier.Time));
    }
}
