using System.Net.Sockets;
using System.Reflection;
using System.Runtime.Loader;

namespace Pprof.Entry;

/// <summary>
/// The agent with everything it needs, in a load context of its own: a program that uses the same packages, of this or another version, keeps its
/// own copies, and neither sees the other.
/// </summary>
internal sealed class AgentContext : AssemblyLoadContext
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<string, Action<Socket, string, Action?>> s_agents = [];
    private readonly Dictionary<string, Assembly> _assemblies = [];

    // All of them now: the folder is gone a moment later.
    private AgentContext(string folder)
        : base("pprof")
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*.dll").Where(file => !IsHook(file)))
        {
            Assembly assembly = LoadFromAssemblyPath(file);
            _assemblies[assembly.GetName().Name!] = assembly;
        }
    }

    public static bool IsLoaded(string build)
    {
        lock (s_gate)
        {
            return s_agents.ContainsKey(build);
        }
    }

    /// <summary>The method that talks to a tool, of an agent that is never unloaded: its signal handler stays.</summary>
    /// <param name="build">Tells agents of different contents apart.</param>
    /// <param name="folder">Where the files lie, when it is not loaded yet.</param>
    public static Action<Socket, string, Action?> GetOrLoad(string build, string folder)
    {
        lock (s_gate)
        {
            if (!s_agents.TryGetValue(build, out Action<Socket, string, Action?>? agent))
            {
                agent = new AgentContext(folder).FindAgent();
                s_agents[build] = agent;
            }

            return agent;
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName) => _assemblies.GetValueOrDefault(assemblyName.Name!);

    private Action<Socket, string, Action?> FindAgent() =>
        _assemblies["Pprof.Agent"].GetType("Pprof.Agent.Agent", throwOnError: true)!
            .GetMethod("Serve", BindingFlags.Public | BindingFlags.Static)!
            .CreateDelegate<Action<Socket, string, Action?>>();

    private static bool IsHook(string file) => Path.GetFileName(file).StartsWith("Pprof.StartupHook", StringComparison.Ordinal);
}
