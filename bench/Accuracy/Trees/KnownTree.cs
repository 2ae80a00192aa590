namespace Accuracy.Trees;

/// <summary>A call tree of which the only right stack is known.</summary>
/// <param name="Name">What is hard about it.</param>
/// <param name="Run">Runs it once on the calling thread, for a few milliseconds at least.</param>
/// <param name="Chain">The methods from the leaf to the one that <paramref name="Run"/> names, each as often as it stands on the stack.</param>
/// <param name="NativeLeaf">Library that only the leaf calls; a sample in it whose first managed caller is another has lost one.</param>
internal sealed record KnownTree(string Name, Action Run, IReadOnlyList<string> Chain, string? NativeLeaf = null)
{
    /// <summary>The methods of <paramref name="type"/> by their simple names, leaf first.</summary>
    public static IReadOnlyList<string> Methods(Type type, params IEnumerable<string> names) => [.. names.Select(name => $"{type.FullName}.{name}")];

    public bool IsPart(string function) => Chain.Contains(function);

    /// <summary>
    /// True when the frames from the first one of this tree on are an end piece of the chain: the sample may have been
    /// taken in a caller, so the piece may be short, but nothing inside it may be missing, doubled or foreign.
    /// </summary>
    public bool IsRight(IReadOnlyList<string> stack, string leafModule)
    {
        int first = Enumerable.Range(0, stack.Count).First(i => IsPart(stack[i]));
        if (NativeLeaf is not null && leafModule.StartsWith(NativeLeaf, StringComparison.Ordinal) && stack[first] != Chain[0])
        {
            return false;
        }

        int length = Enumerable.Range(first, stack.Count - first).TakeWhile(i => IsPart(stack[i])).Count();
        int callersBeyond = stack.Count - first - length;
        return callersBeyond > 0 && length <= Chain.Count && stack.Skip(first).Take(length).SequenceEqual(Chain.Skip(Chain.Count - length));
    }
}
