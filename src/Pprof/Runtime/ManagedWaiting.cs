namespace Pprof.Runtime;

/// <summary>
/// The classes in which .NET 11 does what is native code in .NET 10: block a thread, and wake it. They stand at the leaf of every thread that waits, above the call that a program knows.
/// </summary>
internal static class ManagedWaiting
{
    private static readonly string[] s_types =
        ["System.Threading.WaitSubsystem", "System.Threading.LowLevelThreadBlocker", "System.Threading.LowLevelMonitor", "System.Threading.LowLevelFutex"];

    /// <param name="type">Full name, as reflection has it.</param>
    public static bool IsType(string type) =>
        Array.Exists(s_types, one => type.StartsWith(one, StringComparison.Ordinal) && (type.Length == one.Length || type[one.Length] == '+'));

    /// <param name="method">Full name with type, as a profile shows it.</param>
    public static bool IsMethod(string method) =>
        Array.Exists(s_types, one => method.StartsWith(one, StringComparison.Ordinal) && method.Length > one.Length && method[one.Length] == '.')
        || method.StartsWith("Interop.Sys.LowLevel", StringComparison.Ordinal);
}
