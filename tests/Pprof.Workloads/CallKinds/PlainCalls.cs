using System.Runtime.CompilerServices;
using Pprof.Workloads.Oracle;

namespace Pprof.Workloads.CallKinds;

/// <summary>Static, instance, virtual, interface and generic calls; frameless wrappers and tail jumps.</summary>
internal static class PlainCalls
{
    private static readonly Animal[] s_animals = [new Cat(), new Dog()];
    private static int s_turn;

    public static IEnumerable<CallKind> Kinds { get; } =
    [
        new("static", Static),
        new("inlined", Inlined),
        new("wrapper that may be frameless", t => Frameless(t)),
        new("call in tail position", InTailPosition),
        new("instance", t => new Holder(t).Call()),
        new("virtual", t => s_animals[s_turn++ & 1].Speak(t)),
        new("interface", t => ((ISpeaker)s_animals[s_turn++ & 1]).Speak(t)),
        new("default interface method", t => ((ISpeaker)s_animals[0]).Twice(t)),
        new("generic method over a reference", t => Generic<string>(t)),
        new("generic method over a value", t => Generic<long>(t)),
        new("generic virtual method", t => s_animals[s_turn++ & 1].GenericSpeak<object>(t)),
        new("shared generic type", t => new Box<List<string>>().Call(t)),
        new("struct method through an interface", t => Constrained(new Value(), t)),
        new("property and indexer", t => _ = new Holder(t)[3]),
    ];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Static(CallTree tree)
    {
        tree.Next();
        s_turn++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Inlined(CallTree tree) => tree.Next();

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static int Frameless(CallTree tree)
    {
        tree.Next();
        return 1;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void InTailPosition(CallTree tree) => tree.Next();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Generic<T>(CallTree tree)
    {
        tree.Next();
        return typeof(T).Name;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Constrained<T>(T value, CallTree tree)
        where T : ISpeaker
    {
        value.Speak(tree);
        s_turn++;
    }

    private interface ISpeaker
    {
        void Speak(CallTree tree);

        void Twice(CallTree tree)
        {
            Speak(tree);
            s_turn++;
        }
    }

    private abstract class Animal : ISpeaker
    {
        public abstract void Speak(CallTree tree);

        public abstract string GenericSpeak<T>(CallTree tree);
    }

    private sealed class Cat : Animal
    {
        public override void Speak(CallTree tree)
        {
            tree.Next();
            s_turn++;
        }

        public override string GenericSpeak<T>(CallTree tree) => Generic<T>(tree);
    }

    private sealed class Dog : Animal
    {
        public override void Speak(CallTree tree) => Static(tree);

        public override string GenericSpeak<T>(CallTree tree) => Generic<List<T>>(tree) + "!";
    }

    private sealed class Box<T>
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        public string Call(CallTree tree)
        {
            tree.Next();
            return typeof(T).Name;
        }
    }

    private struct Value : ISpeaker
    {
        private int _calls;

        public void Speak(CallTree tree)
        {
            tree.Next();
            _calls++;
        }
    }

    private sealed class Holder(CallTree tree)
    {
        public int this[int index]
        {
            get
            {
                tree.Next();
                return index + s_turn;
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Call()
        {
            tree.Next();
            s_turn++;
        }
    }
}
