using System.Globalization;
using BenchCommon;
using FuzzBench;
using Pprof;
using Pprof.Conversion;
using Pprof.Format;
using Pprof.Reporting;
using Pprof.Tests.Format;
using Pprof.Tests.Reporting;

// Damaged files through every reader. Arguments: mutations for each (1,000,000), seed (1).
int count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
int seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
byte[][] profiles = [.. OracleProfiles.All.Values.SelectMany(Files)];
byte[][] conversions =
    [.. OracleProfiles.All.Values.Where(
    profile => profile.Samples.All(sample => sample.Values.All(value => value >= 0)))
    .SelectMany(profile =>
        new[] { Convert(profile, ConversionFormat.Speedscope), Convert(profile, ConversionFormat.Collapsed) })];
FuzzRun[] runs =
[
    new("profile.proto: table", profiles, file => ProfileReport.Read(new MemoryStream(file))),
    new("profile.proto: page", profiles, file => ProfilePage.Write(Stream.Null, file)),
    new("profile.proto: every report", profiles, WriteAll),
    new("older formats", [.. LegacyFiles.All], WriteAll),
    new("collapsed stacks and speedscope", conversions,
        file => ProfileConverter.Read(file, ReadLimits.Default, null, out _)),
];
MarkdownTable table = new("reader", "mutations", "refused", "slowest ms", "most allocated MB");
foreach (FuzzRun run in runs)
{
    run.Run(count, seed);
    table.Add(run.Name, Number(count), Number(run.Refused), Number(run.SlowestMilliseconds), Number(run.MostMegabytes));
    Console.Error.WriteLine($"{run.Name}: done");
}

new ResultFile("fuzz", "Damaged files", $"dotnet run -c Release --project bench/Fuzz -- {count} {seed}").Add(
    "Readers",
    "Mutations of small files: bits, bytes, lengths, parts left out, doubled, and put elsewhere. Each file was read, or refused with the one documented exception: anything else ends the run. The slowest includes pauses of the machine.",
    table);
return 0;

static byte[][] Files(ProfileData profile)
{
    using MemoryStream file = new();
    profile.WriteTo(file);
    using System.IO.Compression.GZipStream gzip = new(
        new MemoryStream(file.ToArray()), System.IO.Compression.CompressionMode.Decompress);
    using MemoryStream message = new();
    gzip.CopyTo(message);
    return [message.ToArray(), message.ToArray(), message.ToArray(), file.ToArray()];
}

static byte[] Convert(ProfileData profile, ConversionFormat format)
{
    using MemoryStream output = new();
    ProfileConverter.Write(output, profile, format, "seed", "", new ReadBudget(ReadLimits.None, 0));
    return output.ToArray();
}

static void WriteAll(byte[] file)
{
    ProfileData profile = ProfileSet.Merge([ProfileDecoder.Read(file, null, out ReadBudget budget)]);
    foreach (ReportKind kind in Enum.GetValues<ReportKind>())
    {
        ReportWriter.Write(
            TextWriter.Null, profile, kind, new ReportOptions { Symbol = "F1", TagRoot = "route" }, budget, _ => { });
    }
}

static string Number(double value) => value.ToString("#,##0.##", CultureInfo.InvariantCulture);
