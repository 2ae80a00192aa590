namespace Pprof.Tool.Targets;

/// <summary>Something of every kind there is a profile of: arithmetic, allocation, exceptions, locks, waits, threads, async operations, also lost ones.</summary>
internal static class Loop
{
    private static readonly Lock s_lock = new();
    private static readonly Queue<byte[]> s_kept = new();
    private static volatile bool s_isOver;

    public static void Run()
    {
        using CpuLog log = new();
        _ = AwaitForEverAsync();
        Thread[] threads = [new(Work), new(HoldLock), new(WantLock)];
        Array.ForEach(threads, thread => thread.Start());
        Console.WriteLine("ready");
        Console.ReadLine();
        s_isOver = true;
        Array.ForEach(threads, thread => thread.Join());
        log.Print();
    }

    private static void Work()
    {
        while (!s_isOver)
        {
            Calculate();
            Allocate();
            Throw();
            Thread thread = new(() => { });
            thread.Start();
            thread.Join();
        }
    }

    private static double Calculate()
    {
        double sum = 0;
        for (int i = 0; i < 200_000; i++)
        {
            sum += Math.Sqrt(i) * (i % 7);
        }

        return sum;
    }

    private static void Allocate()
    {
        for (int i = 0; i < 300; i++)
        {
            s_kept.Enqueue(new byte[3000]);
        }

        while (s_kept.Count > 3000)
        {
            s_kept.Dequeue();
        }
    }

    private static void Throw()
    {
        try
        {
            throw new InvalidOperationException("thrown for the profile");
        }
        catch (InvalidOperationException)
        {
            // As planned.
        }
    }

    private static void HoldLock()
    {
        while (!s_isOver)
        {
            lock (s_lock)
            {
                Thread.Sleep(2);
            }

            Thread.Sleep(1);
        }
    }

    private static void WantLock()
    {
        while (!s_isOver)
        {
            lock (s_lock)
            {
                Thread.Yield();
            }
        }
    }

    private static async Task AwaitForEverAsync()
    {
        while (!s_isOver)
        {
            await Task.Delay(100);
            _ = Lost.WaitForeverAsync();
        }
    }
}
