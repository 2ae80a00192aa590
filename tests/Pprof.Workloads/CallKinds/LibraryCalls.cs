using System.Collections.Concurrent;
using Pprof.Workloads.Oracle;

namespace Pprof.Workloads.CallKinds;

/// <summary>Calls back from code that was compiled ahead of time: sorting, LINQ, collections, formatting, laziness.</summary>
internal static class LibraryCalls
{
    public static IEnumerable<CallKind> Kinds { get; } =
    [
        new("List.Sort", t => Once(t, once => new List<int> { 3, 1, 2 }.Sort((a, b) => once() + a.CompareTo(b)))),
        new("Array.Sort with an IComparer", t => Array.Sort([2, 1], new Comparer(t))),
        new("OrderBy", t => Once(t, once => _ = new[] { 3, 1, 2 }.OrderBy(x => once() + x).ToArray())),
        new("Select and ToList", t => Once(t, once => _ = Enumerable.Range(0, 3).Where(x => x != 1).Select(x => once() + x).ToList())),
        new("string.Create", t => _ = string.Create(2, t, (chars, tree) =>
        {
            tree.Next();
            chars.Fill('x');
        })),
        new("interpolation", t => _ = $"{new Text(t)}!"),
        new("string.Join", t => _ = string.Join(",", Items(t))),
        new("Lazy", t => _ = new Lazy<int>(() =>
        {
            t.Next();
            return 1;
        }).Value),
        new("ConcurrentDictionary.GetOrAdd", t => new ConcurrentDictionary<int, int>().GetOrAdd(1, _ =>
        {
            t.Next();
            return 1;
        })),
        new("Dictionary key", t => _ = new Dictionary<Key, int>().ContainsKey(new Key(t)) || new Dictionary<Key, int> { [new Key(t)] = 1 }.Count > 1),
        new("List from an enumerable", t => _ = new List<int>(Items(t))),
    ];

    private static void Once(CallTree tree, Action<Func<int>> body)
    {
        bool called = false;
        body(() =>
        {
            if (!called)
            {
                called = true;
                tree.Next();
            }

            return 0;
        });
    }

    private static IEnumerable<int> Items(CallTree tree)
    {
        try
        {
            yield return 1;
        }
        finally
        {
            tree.Next();
        }
    }

    private sealed class Comparer(CallTree tree) : IComparer<int>
    {
        private bool _called;

        public int Compare(int x, int y)
        {
            if (!_called)
            {
                _called = true;
                tree.Next();
            }

            return x.CompareTo(y);
        }
    }

    private sealed class Text(CallTree tree)
    {
        public override string ToString()
        {
            tree.Next();
            return "text";
        }
    }

    private sealed class Key(CallTree tree)
    {
        public override int GetHashCode()
        {
            tree.Next();
            return 1;
        }

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);
    }
}
