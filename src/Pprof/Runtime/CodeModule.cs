using System.Collections.Frozen;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Pprof.Runtime;

/// <summary>An assembly as profiles name it. Any thread; reads the program's dependency file once; never throws.</summary>
/// <param name="Origin">Whose code it is.</param>
/// <param name="Name">Its simple name; empty for what belongs to no assembly.</param>
/// <remarks>
/// A company's own assembly may be called <c>Microsoft.Something</c>: the key that signed it tells it from the framework's. The keys are those of
/// <see href="https://github.com/dotnet/arcade/blob/main/src/Microsoft.DotNet.Arcade.Sdk/tools/StrongName.targets"/>.
/// </remarks>
internal sealed record CodeModule(CodeOrigin Origin, string Name)
{
    private const string DependencyFiles = "APP_CONTEXT_DEPS_FILES";

    private static readonly FrozenSet<string> s_frameworkKeys =
    [
        "b77a5c561934e089", "b03f5f7f11d50a3a", "7cec85d7bea7798e", "cc7b13ffcd2ddd51", "adb9793829ddae60", "31bf3856ad364e35",
    ];

    private static readonly Lazy<FrozenSet<string>> s_packages = new(static () => ReadPackages().ToFrozenSet());
    private static readonly ConditionalWeakTable<Assembly, CodeModule> s_known = [];

    /// <summary>Of native code, of code made at run time, and of frames that are no code.</summary>
    public static CodeModule None { get; } = new(CodeOrigin.None, "");

    /// <summary>File name of the mapping that stands for it in a profile, for instance <c>framework/System.Net.Http.dll</c>.</summary>
    public string MappingName => $"{Origin.ToString().ToLowerInvariant()}/{Name}.dll";

    public static CodeModule Of(MethodBase method) => method.DeclaringType is { } type ? Of(type.Assembly) : None;

    public static CodeModule Of(Assembly assembly) =>
        assembly.IsDynamic ? None : s_known.GetValue(assembly, static one => Describe(one.GetName()));

    /// <summary>Of the loaded assembly that was read from a file.</summary>
    public static CodeModule OfFile(string path) =>
        AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(one => !one.IsDynamic && one.Location == path) is { } assembly
            ? Of(assembly)
            : None;

    internal static CodeModule Describe(AssemblyName name) => new(OriginOf(name), name.Name ?? "");

    private static CodeOrigin OriginOf(AssemblyName name) => name switch
    {
        { Name: "Pprof" or "Pprof.AspNetCore" or "Pprof.Agent" } => CodeOrigin.Profiler,
        _ when name.Name?.StartsWith("Pprof.StartupHook.", StringComparison.Ordinal) == true => CodeOrigin.Profiler,
        _ when s_frameworkKeys.Contains(Convert.ToHexStringLower(name.GetPublicKeyToken() ?? [])) => CodeOrigin.Framework,
        _ => s_packages.Value.Contains(name.Name ?? "") ? CodeOrigin.Package : CodeOrigin.Program,
    };

    // Without the file (a single file, or a build that was told not to write one) packages count as the program's.
    private static IEnumerable<string> ReadPackages()
    {
        try
        {
            string files = AppContext.GetData(DependencyFiles) as string ?? "";
            return files.Split(';')[0] is { Length: > 0 } own ? PackagesIn(File.ReadAllBytes(own)) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Simple names of the assemblies that packages brought.</summary>
    /// <param name="dependencies">
    /// The file: <c>{ "libraries": { "xunit/2.9": { "type": "package" } }, "targets": { "…": { "xunit/2.9": { "runtime": { "lib/xunit.dll": {} } } } } }</c>,
    /// as of <see href="https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md"/>.
    /// </param>
    internal static IEnumerable<string> PackagesIn(ReadOnlyMemory<byte> dependencies)
    {
        using JsonDocument document = JsonDocument.Parse(dependencies);
        HashSet<string> packages = [];

        // By hand: queries over JsonProperty, a struct of another library, would be compiled anew in every process, while it is profiled.
        foreach (JsonProperty library in document.RootElement.GetProperty("libraries").EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() == "package")
            {
                packages.Add(library.Name);
            }
        }

        List<string> assemblies = [];
        foreach (JsonProperty target in document.RootElement.GetProperty("targets").EnumerateObject())
        {
            AddAssemblies(target.Value, packages, assemblies);
        }

        return assemblies;
    }

    private static void AddAssemblies(JsonElement target, HashSet<string> packages, List<string> assemblies)
    {
        foreach (JsonProperty library in target.EnumerateObject())
        {
            if (!packages.Contains(library.Name) || !library.Value.TryGetProperty("runtime", out JsonElement files))
            {
                continue;
            }

            foreach (JsonProperty file in files.EnumerateObject())
            {
                assemblies.Add(Path.GetFileNameWithoutExtension(file.Name));
            }
        }
    }
}

/// <summary>Whose managed code a method is. Decided by its assembly, never by its name.</summary>
internal enum CodeOrigin : byte
{
    /// <summary>Native code, code that was made at run time, and frames that are no code.</summary>
    None,

    /// <summary>The program's own.</summary>
    Program,

    /// <summary>Of a package that the program's dependency file (<c>*.deps.json</c>) lists.</summary>
    Package,

    /// <summary>Signed by the makers of .NET: the base library, ASP.NET Core, and their packages.</summary>
    Framework,

    /// <summary>This library.</summary>
    Profiler,
}
