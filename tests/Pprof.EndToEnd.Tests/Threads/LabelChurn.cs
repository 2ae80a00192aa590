using System.Globalization;

namespace Pprof.EndToEnd.Tests.Threads;

/// <summary>Threads that set two labels to one value, and take them away, without pause.</summary>
internal sealed class LabelChurn : IDisposable
{
    private readonly List<Thread> _threads = [];
    private volatile bool _end;

    public LabelChurn()
    {
        for (int i = 0; i < 3; i++)
        {
            Thread thread = new(Run) { IsBackground = true };
            thread.Start();
            _threads.Add(thread);
        }
    }

    public void Dispose()
    {
        _end = true;
        _threads.ForEach(thread => thread.Join());
    }

    private void Run()
    {
        for (int i = 0; !_end; i = (i + 1) % 100)
        {
            string value = i.ToString(CultureInfo.InvariantCulture);
            using (ProfileLabels.Push(new("a", value), new("b", value)))
            {
                Thread.Yield();
            }
        }
    }
}
