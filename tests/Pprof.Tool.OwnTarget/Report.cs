using System.Globalization;

namespace Pprof.Tool.OwnTarget;

/// <summary>Says what the program's own profiles hold: name, total, what they show, what they say of themselves.</summary>
internal static class Report
{
    public static void OfCpu(MemoryStream file) => Say("cpu", file);

    public static void Of(string name)
    {
        using MemoryStream file = new();
        Profile.Lookup(name)!.WriteTo(file);
        Say(name, file);
    }

    private static void Say(string name, MemoryStream file)
    {
        file.Position = 0;
        ProfileReport report = ProfileReport.Read(file);
        string functions = string.Join(' ', report.Rows.Select(row => row.Function).Where(function => function.Contains("OwnTarget", StringComparison.Ordinal)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {report.Total} {report.SampleType} {functions} | {string.Join(" | ", report.Comments)}"));
    }
}
