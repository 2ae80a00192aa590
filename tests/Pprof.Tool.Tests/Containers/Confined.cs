using System.Diagnostics;
using Pprof.TestSupport;
using Pprof.Tool.Tests.Support;
using Xunit;

namespace Pprof.Tool.Tests.Containers;

/// <summary>
/// Programs in namespaces of their own, as containers are made of: made with <c>unshare</c> and <c>setpriv</c>, which need root and a kernel that
/// lets root do it. Their temporary folder is a file system that nobody outside sees.
/// </summary>
internal static class Confined
{
    /// <summary>A user without a name or a right.</summary>
    public const int Nobody = 65534;

    /// <summary>Ends the test as skipped where namespaces cannot be made.</summary>
    public static void Require()
    {
        ToolResult run = TryRun("unshare", "--pid", "--mount", "--fork", "--mount-proc", "setpriv", "--reuid", "65534", "--clear-groups", "true");
        Assert.SkipUnless(run.ExitCode == 0, $"Namespaces cannot be made here: {run.Error}");
    }

    /// <summary>A program in a pid and a mount namespace of its own.</summary>
    /// <param name="mode">Of <c>Pprof.Tool.Targets</c>.</param>
    /// <param name="user">That it runs as.</param>
    /// <param name="mountOptions">Of its temporary folder.</param>
    /// <param name="readOnly">Whether it can write nothing but that.</param>
    public static Target Start(string mode, int user, string mountOptions = "mode=1777", bool readOnly = false)
    {
        string script = $"""
            set -e
            mount -t tmpfs -o {mountOptions} tmpfs "$TMPDIR"
            {(readOnly ? "mount --bind -o ro / / && mount -o remount,bind,ro /" : "true")}
            exec setpriv --reuid {user} --regid {user} --clear-groups dotnet '{Path.Combine(AppContext.BaseDirectory, "Pprof.Tool.Targets.dll")}' {mode}
            """;
        return Target.StartReady(new ProcessStartInfo("unshare", ["--pid", "--mount", "--fork", "--mount-proc", "--kill-child", "bash", "-c", script]), ("HOME", "/tmp"));
    }

    /// <summary>The tool as another user, or with fewer rights.</summary>
    public static ToolResult RunTool(string[] setpriv, params string[] arguments) =>
        ExternalTool.Run("setpriv", [.. setpriv, "dotnet", ToolRun.Assembly, .. arguments], [new("HOME", "/tmp"), new("DOTNET_NOLOGO", "1")]);

    private static ToolResult TryRun(string tool, params string[] arguments)
    {
        try
        {
            return ExternalTool.Run(tool, arguments);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return new ToolResult(1, "", e.Message);
        }
    }
}
