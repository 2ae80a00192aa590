using Pprof;
using Quickstart;

const string FileName = "cpu.pb.gz";
const string PageName = "cpu.pb.html";
if (!CpuProfile.IsSupported)
{
    Console.Error.WriteLine(CpuProfile.NotSupportedReason);
    return 1;
}

Corpus corpus = Corpus.Make(lines: 20_000);
Console.WriteLine($"Working for {Workload.Duration.TotalSeconds:0} seconds over {corpus.Text.Length:N0} characters of log ...");

using (FileStream file = File.Create(FileName))
using (CpuProfile.Start(file))
{
    Workload.Run(corpus);
}

using (FileStream file = File.OpenRead(FileName))
{
    ProfileReport.Read(file).WriteTo(Console.Out, maxRows: 20);
}

using (FileStream page = File.Create(PageName))
{
    ProfilePage.Write(page, File.ReadAllBytes(FileName), new ProfilePageOptions { Title = "Quickstart" });
}

Console.WriteLine();
Console.WriteLine($"To look at, in a browser: {Path.GetFullPath(PageName)}");
Console.WriteLine($"Written to {Path.GetFullPath(FileName)}. To go on, in the browser, by caller and by source line:");
Console.WriteLine($"  go tool pprof -http=: {FileName}");
Console.WriteLine($"  go tool pprof -list=WordCount {FileName}");
return 0;
