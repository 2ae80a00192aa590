namespace Pprof.Entry;

/// <summary>Where those who want to come in wait: in a folder that only the user of this process could have made.</summary>
internal static class Invitation
{
    /// <summary>The variable that tells a child where its parent waits.</summary>
    private const string FolderVariable = "DOTNET_PPROF_FOLDER";
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";

    /// <summary>Who are not entered again, by folder. Written under its own lock.</summary>
    private static readonly HashSet<string> s_answered = [];

    /// <summary>
    /// The folder of the tool that started this program, or null. Takes it, and the hook, out of the environment: the program's own children
    /// are nobody's affair. The SDK is passed by: in <c>dotnet run</c> the program that is meant comes later.
    /// </summary>
    public static string? OfParent()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        if (folder is null || IsSdk(AppContext.BaseDirectory))
        {
            return null;
        }

        string[] hooks = (Environment.GetEnvironmentVariable(HooksVariable) ?? "").Split(Path.PathSeparator);
        string others = string.Join(Path.PathSeparator, hooks.Where(hook => !hook.StartsWith(folder, StringComparison.Ordinal)));
        Environment.SetEnvironmentVariable(HooksVariable, others.Length == 0 ? null : others);
        Environment.SetEnvironmentVariable(FolderVariable, null);
        return folder;
    }

    /// <summary>The folders of tools that wait for this process now and were not answered yet.</summary>
    public static IReadOnlyList<string> Open()
    {
        List<string> folders = [];
        foreach (string folder in Directory.EnumerateDirectories(TemporaryFolder(), $"dotnet-pprof-{Environment.ProcessId}-*"))
        {
            lock (s_answered)
            {
                if (Owner.IsThisUser(folder) && s_answered.Add(folder))
                {
                    folders.Add(folder);
                }
            }
        }

        return folders;
    }

    /// <summary>It will not be met again: its name is a random number.</summary>
    public static void Forget(string folder)
    {
        lock (s_answered)
        {
            s_answered.Remove(folder);
        }
    }

    // .../dotnet/sdk/10.0.401/Roslyn/bincore/ as well as .../dotnet/sdk/10.0.401/.
    private static bool IsSdk(string folder)
    {
        string[] parts = folder.Split(Path.DirectorySeparatorChar);
        int sdk = Array.LastIndexOf(parts, "sdk");
        return sdk > 0 && sdk + 1 < parts.Length && File.Exists(Path.Combine(string.Join(Path.DirectorySeparatorChar, parts, 0, sdk + 2), "dotnet.dll"));
    }

    // As it was when the process began, which is what one sees from outside; the program may have set it to something else.
    private static string TemporaryFolder()
    {
        const string Variable = "TMPDIR=";
        if (!OperatingSystem.IsLinux())
        {
            return Path.GetTempPath();
        }

        string? found = File.ReadAllText("/proc/self/environ").Split('\0').FirstOrDefault(line => line.StartsWith(Variable, StringComparison.Ordinal));
        return found is { Length: > 7 } ? found[Variable.Length..] : "/tmp";
    }
}
