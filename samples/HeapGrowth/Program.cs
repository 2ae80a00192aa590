using HeapGrowth;
using Pprof;

// A service whose memory grows. Two heap profiles, one after some requests and one after many more, tell which line keeps it.
Profiling.Enable(ProfileKinds.Heap);
QuoteService service = new();
Serve(2_000);
Write("before.pb.gz");
Serve(40_000);
Write("after.pb.gz");

Console.WriteLine();
Console.WriteLine("What is alive at the end, by the method that allocated it:");
using (FileStream file = File.OpenRead("after.pb.gz"))
{
    ProfileReport.Read(file, "inuse_space").WriteTo(Console.Out, maxRows: 5);
}

Console.WriteLine();
Console.WriteLine("What has come in between, and from which line:");
Console.WriteLine("  go tool pprof -top -diff_base=before.pb.gz after.pb.gz");
Console.WriteLine("  go tool pprof -list=QuoteService -diff_base=before.pb.gz after.pb.gz");

void Serve(int requests)
{
    for (int i = 0; i < requests; i++)
    {
        service.Quote(new Request(Customer: $"customer {Random.Shared.Next(1_000_000)}", Product: i % 50, Quantity: 1 + (i % 7)));
    }
}

void Write(string path)
{
    // What is alive is so as of the last collection.
    GC.Collect();
    using FileStream file = File.Create(path);
    HeapProfile.WriteTo(file);
    Console.WriteLine($"{service.Served,6} requests served, {GC.GetTotalMemory(forceFullCollection: false) / 1e6,6:0.0} MB in use: {path}");
}
