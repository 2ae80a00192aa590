using System.Globalization;
using Pprof.AspNetCore.Recordings;

namespace Pprof.AspNetCore.IndexPage;

/// <summary>The forms in which profiles can be had.</summary>
internal static class FormLinks
{
    /// <summary>What is no profile in the registry.</summary>
    public static IEnumerable<(string Name, IEnumerable<FormLink> Links)> OfPages =>
    [
        ("profile",
        [
            new("profile?seconds=5&view=flame", "flame graph, 5 s"), new("profile?seconds=30&view=flame", "30 s"),
            new("profile?seconds=10&windows=0.1&view=flame", "with time, 10 s"),
            new("profile?seconds=5&view=md", "report, 5 s"), new("profile?seconds=30", "file, 30 s"),
        ]),
        ("trace", [new("trace?seconds=5", "file, 5 s")]),
        ("cmdline", [new("cmdline", "text")]),
        ("symbol", [new("symbol", "text")]),
    ];

    public static IEnumerable<FormLink> Of(Profile profile)
    {
        string address = Address(profile.Name);
        yield return new FormLink($"{address}?view=flame", "flame graph");
        yield return new FormLink($"{address}?view=md", "report");
        yield return new FormLink(address, "file");
        yield return new FormLink($"{address}?debug=1", "text (debug=1)");
        if (profile.Name == "goroutine")
        {
            yield return new FormLink($"{address}?debug=2", "full goroutine stack dump (debug=2)");
            yield return new FormLink($"{address}?tasks=1&seconds=5&debug=2", "with the tasks of the next 5 s");
        }

        if (profile.Name == "heap")
        {
            yield return new FormLink($"{address}?gc=1", "file, after a collection");
        }

        if (profile.IsPredefined)
        {
            yield return new FormLink($"{address}?seconds=10", "file, the next 10 s");
            yield return new FormLink($"{address}?seconds=10&view=flame", "flame graph of these");
        }
    }

    /// <summary>Of a recording that is kept: its forms, and what has changed since the one before it of the same profile.</summary>
    public static IEnumerable<FormLink> Of(KeptRecording recording, IReadOnlyList<KeptRecording> all)
    {
        string address = string.Create(CultureInfo.InvariantCulture, $"./recordings/{recording.Number}");
        yield return new FormLink($"{address}?view=flame", "flame graph");
        yield return new FormLink($"{address}?view=md", "report");
        yield return new FormLink(address, "file");
        foreach (KeptRecording other in all.Where(other => other.Name == recording.Name && other.Number < recording.Number).Take(2))
        {
            yield return new FormLink(
                string.Create(CultureInfo.InvariantCulture, $"{address}?view=flame&base={other.Number}"), string.Create(CultureInfo.InvariantCulture, $"compared with {other.Number}"));
        }
    }

    // A name may hold anything. "./" keeps one with a colon from being taken for a scheme; slashes stay what they are, since servers do not decode them.
    private static string Address(string name) => "./" + string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
}
