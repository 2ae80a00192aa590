using System.Diagnostics;
using System.Globalization;
using BenchCommon;
using PageBench;
using Pprof;

// How long the page of a profile takes to write and to look at. Argument: --short.
if (args.Except(["--short"]).Any())
{
    Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/Page [-- --short]");
    return 2;
}

int rounds = args.Contains("--short") ? 3 : 15;
MarkdownTable table = new("frames", "profile kB", "page kB", "write ms", "shown ms", "of it script ms", "search ms", "switch type ms", "zoom ms", "own code ms");
await using Browser browser = await Browser.StartAsync();
foreach (int frames in new[] { 1_000, 10_000, 100_000, 400_000 })
{
    using MemoryStream profile = new();
    LargeProfile.Of(frames).WriteTo(profile);
    string file = Path.Combine(Path.GetTempPath(), $"page-bench-{Environment.ProcessId}.html");
    List<double> writes = [];
    List<PageTimes> visits = [];
    for (int i = -1; i < rounds; i++)
    {
        double write = WriteMilliseconds(file, profile.ToArray());
        PageTimes visit = await browser.MeasureAsync(file);
        if (i >= 0)
        {
            writes.Add(write);
            visits.Add(visit);
        }
    }

    table.Add(
        Number(frames), Number(profile.Length / 1024.0), Number(new FileInfo(file).Length / 1024.0), Median(writes), Median(visits.Select(visit => visit.Shown)),
        Median(visits.Select(visit => visit.Script)), Median(visits.Select(visit => visit.Search)), Median(visits.Select(visit => visit.Switch)), Median(visits.Select(visit => visit.Zoom)),
        Median(visits.Select(visit => visit.Own)));
    File.Delete(file);
}

ResultFile results = new(args.Length > 0 ? "page-short" : "page", "What the page of a profile costs", string.Join(' ', ["dotnet run -c Release --project bench/Page", .. args.Length > 0 ? ["--", .. args] : args]));
results.Add(
    "Writing and looking",
    "Medians, in Chromium without a graphics processor. Stacks of 40 to 80 frames of 5,000 functions, a third of them the framework's. *Shown*: from the start of loading the file to the first picture. The last four include the "
    + "wait for the next picture, up to two times 17 ms. Target: 100,000 frames shown in less than 2,000 ms, and no action longer than 200 ms.",
    table);
return 0;

static double WriteMilliseconds(string file, byte[] profile)
{
    long began = Stopwatch.GetTimestamp();
    using (FileStream html = File.Create(file))
    {
        ProfilePage.Write(html, profile);
    }

    return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
}

static string Number(double value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

static string Median(IEnumerable<double> values) => Number(Statistics.Median([.. values]));
