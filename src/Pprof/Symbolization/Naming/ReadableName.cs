using System.Text;

namespace Pprof.Symbolization.Naming;

/// <summary>
/// Names as the source would say them. The classes the compiler makes for async methods, iterators and closures vanish, and what they hold
/// belongs to the method it was written in. Parentheses never occur: <c>drop_frames</c> and <c>keep_frames</c> of a profile cut names there.
/// </summary>
/// <remarks>
/// <list type="table">
/// <item><term><c>Program.FetchAsync</c></term><description>the async method (or iterator) and the body its state machine runs</description></item>
/// <item><term><c>Program.Main.lambda1</c></term><description>the first lambda written in Main; local functions are counted with the lambdas</description></item>
/// <item><term><c>Program.Main.Parse</c></term><description>the local function Parse of Main</description></item>
/// <item><term><c>List&lt;T&gt;.Add</c></term><description>code shared by all reference types; <c>List&lt;int&gt;.Add</c> has its own</description></item>
/// <item><term><c>Orders.load</c>, <c>Orders.load.lambda</c></term><description>of F#: the body of a <c>task</c> or <c>seq</c> written in load, and lambdas in it, its <c>async</c> blocks among them</description></item>
/// <item><term><c>Point.operator +</c>, <c>Foo..ctor</c>, <c>Foo.get_Bar</c></term><description>operators as in C#, the rest as stack traces print it</description></item>
/// </list>
/// </remarks>
internal static class ReadableName
{
    /// <summary>Stands where the type would for code that has none; the runtime's own word for it.</summary>
    public const string NoType = "dynamicClass";

    private const string FSharpFiles = "<StartupCode$";

    public static string Of(in MethodParts method)
    {
        StringBuilder text = TypePath(method, out GeneratedName? machine, out string ownerArguments);
        string name = method.Name;
        if (machine is null)
        {
            return text.Append(MemberName.Of(name, ownerArguments)).Append(List(method.Arguments)).ToString();
        }

        text.Append(SourceMethod(machine, ownerArguments));
        if (machine.Kind == GeneratedName.FSharp && name is "Invoke" or "GenerateNext")
        {
            return (name == "Invoke" ? text.Append(".lambda") : text).ToString();
        }

        return (name == "MoveNext" ? text : text.Append('.').Append(LastWord(MemberName.Of(name)))).ToString();
    }

    /// <summary>A type as an argument of another: a state machine reads as the method it runs.</summary>
    public static string OfType(string ns, IReadOnlyList<TypePart> types)
    {
        StringBuilder text = TypePath(new MethodParts(ns, types, "", []), out GeneratedName? machine, out string arguments);
        return machine is null ? text.ToString().TrimEnd('.') : text.Append(SourceMethod(machine, arguments)).ToString();
    }

    public static string List(IReadOnlyList<string> arguments) => arguments.Count == 0 ? "" : $"<{string.Join(", ", arguments)}>";

    // Ends with a dot, ready for the member. A closure class is left out; its arguments are those of the method it serves.
    private static StringBuilder TypePath(in MethodParts method, out GeneratedName? machine, out string ownerArguments)
    {
        // F# keeps what it has made of a file in <StartupCode$Assembly>.$File.
        bool isOfFile = method.Namespace.StartsWith(FSharpFiles, StringComparison.Ordinal);
        StringBuilder text = new(isOfFile ? method.Namespace[FSharpFiles.Length..].TrimEnd('>') : method.Namespace);
        text.Append(method.Namespace.Length > 0 ? "." : "");
        machine = null;
        ownerArguments = "";
        foreach (TypePart part in method.Types)
        {
            _ = GeneratedName.TryParse(part.Name, out GeneratedName? generated);
            if (generated is { Kind: GeneratedName.StateMachine or GeneratedName.FSharp, Inner.Length: > 0 })
            {
                (machine, ownerArguments) = (generated, List(part.Arguments));
            }
            else if (generated is { Kind: GeneratedName.Closure, Inner.Length: 0 })
            {
                ownerArguments = List(part.Arguments);
            }
            else
            {
                text.Append(TypeName(isOfFile ? part.Name.TrimStart('$') : part.Name, generated)).Append(List(part.Arguments)).Append('.');
            }
        }

        return method.Types.Count == 0 ? text.Append(NoType).Append('.') : text;
    }

    private static string TypeName(string name, GeneratedName? generated) => generated switch
    {
        { Kind: GeneratedName.FileLocalType, Suffix.Length: > 0 } => generated.Suffix,
        { Inner.Length: 0, Kind: GeneratedName.AnonymousType or GeneratedName.InlineArray or GeneratedName.CollectionType, Suffix.Length: > 0 }
            => generated.Suffix,
        _ => name,
    };

    // A type's name has no dots, so the compiler writes those of an explicit implementation as '-'.
    private static string SourceMethod(GeneratedName machine, string arguments) =>
        MemberName.Of(machine.Inner.Replace('-', '.'), arguments);

    private static string LastWord(string member) => member[(member.LastIndexOf('.') + 1)..];
}
