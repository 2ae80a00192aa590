using System.Diagnostics;
using Pprof.Format;
using Pprof.Reporting;
using Pprof.Tests.Format;

namespace FuzzBench;

/// <summary>
/// Damaged files through one reader and all that is built on it: each is read or refused with the one documented
/// exception.
/// </summary>
internal sealed class FuzzRun(string name, byte[][] seeds, Action<byte[]> read)
{
    public string Name => name;

    public int Refused { get; private set; }

    public double SlowestMilliseconds { get; private set; }

    public double MostMegabytes { get; private set; }

    /// <exception cref="InvalidOperationException">A file was answered with anything else; the message has the
    /// file.</exception>
    public void Run(int count, int seed)
    {
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            RunOne(Mutation.Of(seeds, random), i);
        }
    }

    private void RunOne(byte[] file, int number)
    {
        long allocated = GC.GetAllocatedBytesForCurrentThread(), began = Stopwatch.GetTimestamp();
        try
        {
            read(file);
        }
        catch (Exception e) when (e is ProfileFormatException or OptionException)
        {
            Refused++;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{name}, mutation {number}: {System.Convert.ToBase64String(file)}", e);
        }

        SlowestMilliseconds = Math.Max(SlowestMilliseconds, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        MostMegabytes = Math.Max(MostMegabytes, (GC.GetAllocatedBytesForCurrentThread() - allocated) / 1048576.0);
    }
}
