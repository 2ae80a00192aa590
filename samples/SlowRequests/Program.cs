using System.Diagnostics;
using Pprof;
using SlowRequests;

// A service whose requests are slow although the processor is idle. Three profiles tell why. Two threads, as in a container with two processors.
ThreadPool.SetMinThreads(2, 1);
Profiling.Enable(ProfileKinds.Latency);
List<double> order = [], stock = [];
TimeSpan used = Environment.CpuUsage.TotalTime;
Stopwatch watch = Stopwatch.StartNew();
using (FileStream cpu = File.Create("cpu.pb.gz"))
{
    CpuProfile.Start(cpu);
    Task clients = Task.WhenAll([.. Clients(30, "/order", Shop.OrderAsync, order), .. Clients(10, "/stock", Shop.StockAsync, stock)]);
    await Task.Delay(TimeSpan.FromSeconds(2));
    WriteTo("goroutine.txt", "goroutine", debug: 2);
    await clients;
    CpuProfile.Stop();
}

WriteTo("latency.pb.gz", "latency", debug: 0);
Console.WriteLine($"/order {order.Count,4} requests of {order.Average(),5:0} ms, without anybody else {Shop.Alone("/order")} ms");
Console.WriteLine($"/stock {stock.Count,4} requests of {stock.Average(),5:0} ms, without anybody else {Shop.Alone("/stock")} ms");
Console.WriteLine($"CPU used: {(Environment.CpuUsage.TotalTime - used) / watch.Elapsed:P0} of one processor");

IEnumerable<Task> Clients(int count, string route, Func<int, Task> handle, List<double> times) =>
    Enumerable.Range(0, count).Select(client => Task.Run(() => ServeAsync(route, handle, times)));

async Task ServeAsync(string route, Func<int, Task> handle, List<double> times)
{
    while (watch.Elapsed < TimeSpan.FromSeconds(4))
    {
        using IDisposable labels = ProfileLabels.Push("route", route);
        long start = Stopwatch.GetTimestamp();
        await handle(Random.Shared.Next(100));
        lock (times)
        {
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
    }
}

static void WriteTo(string path, string profile, int debug)
{
    using FileStream file = File.Create(path);
    Profile.Lookup(profile)!.WriteTo(file, debug);
}
