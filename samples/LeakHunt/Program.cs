using LeakHunt;
using Pprof;

// Opens connections and files on several paths of a small shop, of which some forget to close what they opened,
// and lets the profile tell which.
const string FileName = "open-connections.pb.gz";

using EchoServer server = EchoServer.Start();
using Shop shop = new(server.EndPoint);
Console.WriteLine("Serving 200 orders ...");
for (int order = 0; order < 200; order++)
{
    shop.Serve(order);
}

Console.WriteLine($"All are done, and {Tracked.Profile.Count} connections and files are still open. Who opened them:");
Console.WriteLine();
using (FileStream file = File.Create(FileName))
{
    Tracked.Profile.WriteTo(file);
}

using (FileStream file = File.OpenRead(FileName))
{
    ProfileReport report = ProfileReport.Read(file);
    foreach (ProfileReportRow row in report.Rows.Where(row => row.Flat > 0))
    {
        Console.WriteLine($"{row.Flat,6}  {row.Function}");
    }
}

Console.WriteLine();
Console.WriteLine($"Written to {Path.GetFullPath(FileName)}. With every caller, and the line:");
Console.WriteLine($"  go tool pprof -traces {FileName}");
Console.WriteLine("  go tool pprof -list=Shop " + FileName);
