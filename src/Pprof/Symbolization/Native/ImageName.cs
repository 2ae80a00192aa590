namespace Pprof.Symbolization.Native;

/// <summary>What to call code of which only the place is known. In brackets, so that nobody takes it for a function.</summary>
internal static class ImageName
{
    /// <summary>Code that the runtime writes into memory of its own: call stubs, thunks, copied helpers.</summary>
    public const string Stub = "[stub]";

    /// <summary>Nothing is mapped there (any more).</summary>
    public const string Unmapped = "[unmapped]";

    /// <param name="path">As the memory map gives it: a file, a name in brackets, a memfd, empty, or null when not mapped.</param>
    public static string Of(string? path) => path switch
    {
        null => Unmapped,
        ['[', ..] => path,
        "" or ['/', 'm', 'e', 'm', 'f', 'd', ':', ..] => Stub,
        _ => $"[{Path.GetFileName(path)}]",
    };
}
