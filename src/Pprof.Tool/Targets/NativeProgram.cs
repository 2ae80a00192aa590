namespace Pprof.Tool.Targets;

/// <summary>What kind of .NET an executable is, when no runtime answers for it.</summary>
internal static class NativeProgram
{
    // Exported by every program that the ahead-of-time compiler makes, for debuggers (System.Private.CoreLib of NativeAOT, DebugHeader.cpp).
    private static readonly byte[] s_aheadOfTime = "DotNetRuntimeDebugHeader"u8.ToArray();

    // Exported by a single file that has the runtime in it (singlefilehost, dotnet/runtime src/native/corehost/apphost/static).
    private static readonly byte[] s_runtimeInside = "DotNetRuntimeInfo"u8.ToArray();

    public static bool IsAheadOfTime(TargetProcess target) => Has(target, s_aheadOfTime) && !HasRuntime(target);

    /// <summary>The runtime's library is mapped, or the executable has it inside.</summary>
    public static bool HasRuntime(TargetProcess target) =>
        ProcFiles.Text(target.Pid, "maps") is { } maps && maps.Contains("/libcoreclr.so", StringComparison.Ordinal) || Has(target, s_runtimeInside);

    // The names of a program's exports lie in the first megabytes or at the end; programs of this kind have 2 to 200 MB, and are asked about one by one.
    private static bool Has(TargetProcess target, ReadOnlySpan<byte> name)
    {
        try
        {
            using FileStream file = File.OpenRead($"/proc/{target.Pid}/exe");
            byte[] buffer = new byte[1 << 20];
            int kept = 0;
            for (int read = file.Read(buffer, kept, buffer.Length - kept); read > 0; read = file.Read(buffer, kept, buffer.Length - kept))
            {
                Span<byte> seen = buffer.AsSpan(0, kept + read);
                if (seen.IndexOf(name) >= 0)
                {
                    return true;
                }

                kept = Math.Min(name.Length, seen.Length);
                seen[^kept..].CopyTo(buffer);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's: it is said that it is.
        }

        return false;
    }
}
