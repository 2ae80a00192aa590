using System.ComponentModel;
using System.Diagnostics;

namespace Pprof.Tool.Web;

/// <summary>The person's browser.</summary>
internal static class Browser
{
    private static readonly string[] s_linux = ["xdg-open", "sensible-browser", "x-www-browser", "chromium", "firefox"];

    /// <returns>False where there is none that starts.</returns>
    public static bool TryOpen(string address)
    {
        if (OperatingSystem.IsWindows())
        {
            return TryStart(new ProcessStartInfo(address) { UseShellExecute = true });
        }

        string[] named = Environment.GetEnvironmentVariable("BROWSER") is { Length: > 0 } own ? [own] : [];
        bool hasScreen = OperatingSystem.IsMacOS() || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        string[] usual = OperatingSystem.IsMacOS() ? ["open"] : hasScreen ? s_linux : [];
        return named.Concat(usual)
            .Any(program =>
            TryStart(new ProcessStartInfo(program, [address])
            { RedirectStandardError = true, RedirectStandardOutput = true }));
    }

    private static bool TryStart(ProcessStartInfo start)
    {
        try
        {
            using Process? browser = Process.Start(start);
            return true;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
