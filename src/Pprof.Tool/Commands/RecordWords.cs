using Pprof.Tool.Recording;

namespace Pprof.Tool.Commands;

/// <summary>Tells the kinds to record from the address to record them at.</summary>
internal static class RecordWords
{
    /// <summary>Without a kind it is that at the end of the address, or cpu.</summary>
    public static (IReadOnlyList<string> Kinds, Uri? Address) Read(IReadOnlyList<string> words)
    {
        string[] addresses = [.. words.Where(IsAddress)];
        string[] kinds = [.. words.Where(word => !IsAddress(word)).Distinct()];
        if (kinds.FirstOrDefault(kind => !RecordKinds.All.ContainsKey(kind)) is { } unknown)
        {
            throw new ToolException($"'{unknown}' is nothing that can be recorded. There are {string.Join(", ", RecordKinds.All.Keys)}.", ExitCode.Usage);
        }

        return addresses.Length switch
        {
            0 => (kinds.Length == 0 ? [RecordKinds.Cpu] : kinds, null),
            1 => OfAddress(new Uri(addresses[0]), kinds),
            _ => throw new ToolException("One address at a time: start the tool once for each server.", ExitCode.Usage),
        };
    }

    private static (IReadOnlyList<string> Kinds, Uri Address) OfAddress(Uri address, string[] kinds)
    {
        string last = address.Segments[^1].TrimEnd('/');
        string? own = last == UrlRecording.CpuPath ? RecordKinds.Cpu : RecordKinds.All.ContainsKey(last) ? last : null;
        return own is null
            ? (kinds.Length == 0 ? [RecordKinds.Cpu] : kinds, address)
            : ([own, .. kinds.Where(kind => kind != own)], new Uri(address, "."));
    }

    private static bool IsAddress(string word) =>
        word.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || word.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
