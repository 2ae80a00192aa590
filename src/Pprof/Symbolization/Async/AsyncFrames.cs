using System.Reflection;
using System.Runtime.CompilerServices;
using Pprof.Runtime;
using Pprof.Symbolization.Lines;
using Pprof.Symbolization.Naming;
using Pprof.Unwinding;

namespace Pprof.Symbolization.Async;

/// <summary>
/// Frames of what has no code address: an async method suspended at one of its awaits, and methods known as such. Ordinary threads, several at
/// once; allocates and reads PDB files for methods not met before; never throws. What was found is remembered as long as the method's
/// type lives; the PDBs are closed with this object.
/// </summary>
internal sealed class AsyncFrames : IDisposable
{
    private static readonly ConditionalWeakTable<Type, MethodFrames> s_byMachine = [];
    private static readonly ConditionalWeakTable<MethodBase, MethodFrames> s_byMethod = [];
    private static readonly FunctionSymbol s_unknown = new("[unknown async method]", "an async method that reflection cannot describe");

    private readonly PdbCache _pdbs = new();

    /// <summary>The await that a state machine is suspended at; of a negative state the method itself.</summary>
    /// <param name="stateMachine">Its type as it runs, arguments included.</param>
    /// <param name="state">As it stands in the machine.</param>
    public CodeAddress OfState(Type stateMachine, int state)
    {
        if (!s_byMachine.TryGetValue(stateMachine, out MethodFrames? frames))
        {
            frames = s_byMachine.GetValue(stateMachine, type => Describe(() => MoveNextOf(type)));
        }

        return frames.At(state);
    }

    /// <summary>The method as such, with its first line.</summary>
    public CodeAddress OfMethod(MethodBase method)
    {
        if (!s_byMethod.TryGetValue(method, out MethodFrames? frames))
        {
            frames = s_byMethod.GetValue(method, known => Describe(() => known));
        }

        return frames.At(state: -1);
    }

    /// <summary>A frame that is no method.</summary>
    /// <param name="name">As shown.</param>
    /// <param name="meaning">What it stands for; another text than the name.</param>
    public static CodeAddress OfName(string name, string meaning) => KnownFrames.Intern(new FunctionSymbol(name, meaning), 0);

    public void Dispose() => _pdbs.Dispose();

    // By its name: the compiler implements the interface publicly, other makers of state machines explicitly.
    private static MethodInfo? MoveNextOf(Type stateMachine) => stateMachine
        .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        .FirstOrDefault(method => method.GetParameters().Length == 0 && (method.Name == "MoveNext" || method.Name.EndsWith(".MoveNext", StringComparison.Ordinal)));

    private MethodFrames Describe(Func<MethodBase?> find)
    {
        try
        {
            return find() is { } method ? Describe(method) : new MethodFrames(s_unknown, AwaitLines.None);
        }
        catch (Exception e) when (IsReflectionFault(e))
        {
            return new MethodFrames(s_unknown, AwaitLines.None);
        }
    }

    private MethodFrames Describe(MethodBase method)
    {
        AwaitLines lines = AwaitLines.None;
        if (method.DeclaringType is not null && !method.Module.Assembly.IsDynamic)
        {
            lock (_pdbs)
            {
                lines = AwaitLines.Read(_pdbs.Find(ModuleFile.PathOf(method.Module), method.Module.ModuleVersionId), method.MetadataToken);
            }
        }

        FunctionSymbol function = new(MethodNames.Readable(method), MethodNames.System(method), lines.FileName, lines.StartLine)
        {
            Module = CodeModule.Of(method),
        };
        return new MethodFrames(function, lines);
    }

    // Reflection answers in these ways about types that cannot be loaded, files that are gone, and members it does not support.
    private static bool IsReflectionFault(Exception e) =>
        e is TypeLoadException or IOException or BadImageFormatException or NotSupportedException or InvalidOperationException
            or ArgumentException or MissingMemberException or CustomAttributeFormatException;
}
