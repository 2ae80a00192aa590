using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.EndToEnd.Tests.Awaits;

/// <summary>Async code that may be unloaded: its callers are not looked for.</summary>
public sealed class UnloadedFormTests
{
    private const int Frequency = 500;

    [Fact]
    public void Code_that_may_be_unloaded_ends_in_the_marker()
    {
        using MemoryStream file = new();
        RunInContext(file);
        string[] stacks = FoldedStacks.Stacks(ProfileOracle.AssertValid(file), "");
        string[] own = [.. stacks.Where(stack => stack.Contains($"{nameof(AwaitForms)}.Work", StringComparison.Ordinal))];
        Assert.True(own.Length > 0, string.Join("\n", stacks));
        Assert.All(own, stack => Assert.StartsWith("[await: caller unknown];", stack, StringComparison.Ordinal));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RunInContext(MemoryStream file)
    {
        AssemblyLoadContext context = new("passing", isCollectible: true);
        Type forms = context.LoadFromAssemblyPath(typeof(AwaitForms).Assembly.Location).GetType(typeof(AwaitForms).FullName!)!;
        Thread thread = new(() => Run(forms));
        using (CpuProfile.Start(file, new CpuProfileOptions { Frequency = Frequency, Stacks = CpuProfileStacks.Logical }))
        {
            thread.Start();
            thread.Join();
        }

        context.Unload();
    }

    private static void Run(Type forms)
    {
        MethodInfo chain = forms.GetMethod("Chain", BindingFlags.Static | BindingFlags.NonPublic)!;
        Task task = (Task)chain.Invoke(null, null)!;
        Patience.Until("the form is over", () => task.IsCompleted);
        Assert.True(task.IsCompletedSuccessfully, $"{task.Exception}");
    }
}
