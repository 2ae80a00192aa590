using System.Reflection;

namespace Pprof.Runtime;

/// <summary>What a frame says about whose work a stack is. The default stands for everything that cannot be told.</summary>
internal enum CodeOwner : byte
{
    /// <summary>The program's, a package's, or not known.</summary>
    Program,

    /// <summary>The base library itself, which allocates, throws and waits for whoever calls it.</summary>
    Core,

    /// <summary>The rest of the framework, which works for itself, too.</summary>
    Framework,

    /// <summary>Code of ours that calls the program's: it stands on the stack of every request that it labels.</summary>
    Wrapper,

    /// <summary>This library's.</summary>
    Library,
}

/// <summary>Finds the <see cref="CodeOwner"/> of a frame. Any thread; never throws.</summary>
internal static class CodeOwners
{
    private const string Core = "System.Private.CoreLib";
    private static readonly string[] s_wrappers = ["Pprof.AspNetCore.Labels.", "Pprof.AspNetCore.Endpoints.MappingStartupFilter"];

    public static CodeOwner Of(MethodBase method) => Of(CodeModule.Of(method), method.DeclaringType?.FullName ?? "");

    /// <param name="module">The assembly.</param>
    /// <param name="name">Begins with the full name of the type.</param>
    public static CodeOwner Of(CodeModule module, string name) => module switch
    {
        { Origin: CodeOrigin.Profiler } => Array.Exists(s_wrappers, one => name.StartsWith(one, StringComparison.Ordinal)) ? CodeOwner.Wrapper : CodeOwner.Library,
        { Origin: CodeOrigin.Framework, Name: Core } => CodeOwner.Core,
        { Origin: CodeOrigin.Framework } => CodeOwner.Framework,
        _ => CodeOwner.Program,
    };
}
