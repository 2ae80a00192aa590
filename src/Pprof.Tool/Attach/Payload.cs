using System.Reflection;
using System.Security.Cryptography;

namespace Pprof.Tool.Attach;

/// <summary>The files that go into a process, which the tool carries in itself.</summary>
internal static class Payload
{
    private const string Prefix = "payload/";
    private static readonly Assembly s_tool = typeof(Payload).Assembly;

    /// <summary>Loaded by the runtime of the process; loads the others.</summary>
    public static string Hook { get; } = Names().Single(name => name.StartsWith("Pprof.StartupHook", StringComparison.Ordinal));

    /// <summary>The agent with all it needs.</summary>
    public static IReadOnlyList<string> Assemblies { get; } = [.. Names().Where(name => name.EndsWith(".dll", StringComparison.Ordinal) && name != Hook)];

    /// <summary>The library that the runtime tells of allocations; none where there was no C compiler.</summary>
    public static string? HeapAgent { get; } = Names().FirstOrDefault(name => name.EndsWith(".so", StringComparison.Ordinal));

    /// <summary>Tells the agent of this build from every other.</summary>
    public static string Build { get; } = Hash();

    public static void CopyTo(string name, Stream stream)
    {
        using Stream content = Open(name);
        content.CopyTo(stream);
    }

    private static Stream Open(string name) => s_tool.GetManifestResourceStream(Prefix + name)!;

    private static IEnumerable<string> Names() => s_tool.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..])
        .Order(StringComparer.Ordinal);

    private static string Hash()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[64 << 10];
        foreach (string name in Assemblies)
        {
            using Stream content = Open(name);
            for (int read = content.Read(buffer); read > 0; read = content.Read(buffer))
            {
                hash.AppendData(buffer, 0, read);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}
