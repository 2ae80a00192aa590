using System.Diagnostics;
using System.Globalization;
using BenchCommon;
using PageBench;
using Pprof;
using ReadingBench;

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
results.Add(
    "A difference, and a large profile",
    "Medians. *Difference*: two profiles of 100,000 frames compared, of the same functions and other stacks. *50 MB*: a file of that size (bench/Reading), of whose stacks the page keeps the 500,000 heaviest frames. "
    + "*Memory*: of the writing process, and of the browser's process for the window, at most. Targets: a difference shown in 2,000 ms; 50 MB written in 10 s as a page of 40 MB at most.",
    await LargePagesAsync());
return 0;

async Task<MarkdownTable> LargePagesAsync()
{
    MarkdownTable large = new("page", "profile MB", "page MB", "write s", "shown ms", "of it script ms", "writing process MB", "browser MB");
    string file = Path.Combine(Path.GetTempPath(), $"page-bench-{Environment.ProcessId}.html"), input = Path.ChangeExtension(file, ".pb.gz");
    byte[] one = Bytes(LargeProfile.Of(100_000)), other = Bytes(LargeProfile.Of(100_000, seed: 27));
    await AddAsync("difference, 100,000 frames", one.Length + other.Length, html => ProfilePage.WriteDifference(html, one, other));
    LargeFile.Write(input, megabytes: 50);
    await AddAsync("50 MB", new FileInfo(input).Length, html => ProfilePage.Write(html, File.ReadAllBytes(input)));
    File.Delete(input);
    return large;

    async Task AddAsync(string name, long bytes, Action<Stream> write)
    {
        List<double> writes = [];
        List<(double Shown, double Script, double Megabytes)> visits = [];
        for (int i = 0; i < Math.Min(rounds, 3); i++)
        {
            long began = Stopwatch.GetTimestamp();
            using (FileStream html = File.Create(file))
            {
                write(html);
            }

            writes.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            visits.Add(await browser.OpenAsync(file));
        }

        large.Add(
            name, Megabytes(bytes), Megabytes(new FileInfo(file).Length), Statistics.Median([.. writes]).ToString("0.00", CultureInfo.InvariantCulture), Median(visits.Select(visit => visit.Shown)),
            Median(visits.Select(visit => visit.Script)), Number(Process.GetCurrentProcess().PeakWorkingSet64 / 1048576.0), Median(visits.Select(visit => visit.Megabytes)));
        File.Delete(file);
    }
}

static byte[] Bytes(Pprof.Format.ProfileData profile)
{
    using MemoryStream file = new();
    profile.WriteTo(file);
    return file.ToArray();
}

static string Megabytes(long bytes) => (bytes / 1048576.0).ToString("0.0", CultureInfo.InvariantCulture);

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
