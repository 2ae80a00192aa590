using System.Runtime.CompilerServices;

namespace Pprof.Workloads.Awaits;

/// <summary>
/// Random trees of async methods of many kinds. Each method hands its path from the root on, four bits a level, the
/// innermost lowest; what burns CPU time leaves it on its own stack, where
/// a sample of it finds the truth.
/// </summary>
internal static class AwaitTree
{
    /// <summary>Kind of the root.</summary>
    public const int Root = 15;

    private const int RunLambda = 14;
    private const int FreeLoop = 13;
    private const int BitsPerLevel = 4;
    private const int MostDepth = 9;

    // No level more has room in a path.
    private const int FullPath = 52;

    private static readonly string s_own = $"{typeof(AwaitTree).FullName}.";
    private static readonly AsyncLocal<string> s_local = new();
    private static volatile bool s_end;

    public static void Start(int roots)
    {
        Suspension.Start();
        for (int i = 0; i < roots; i++)
        {
            int number = i;
            _ = Task.Run(() => RootLoop(number));
        }
    }

    public static void End() => s_end = true;

    /// <summary>Kind of a method by its name as profiles show it; 0 for others.</summary>
    public static int KindOf(string name)
    {
        string method = name.StartsWith(s_own, StringComparison.Ordinal) ? name[s_own.Length..] : "";
        return method.StartsWith(nameof(M11) + ".", StringComparison.Ordinal) ? RunLambda
            : method.StartsWith(nameof(RootLoop), StringComparison.Ordinal) ? Root
            : method.StartsWith(nameof(Complete), StringComparison.Ordinal) ? FreeLoop
            : method.StartsWith('M') && int.TryParse(method.AsSpan(1, Math.Max(Digits(method), 0)), out int kind) ? kind : 0;
    }

    private static int Digits(string method) => method.AsSpan(1).IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : method.Length - 1;

    private static async Task RootLoop(int number)
    {
        s_local.Value = number % 2 == 1 ? "set" : null!;
        ulong seed = Burner.Hash((ulong)number + 77);
        while (!s_end)
        {
            seed = Burner.Hash(seed + 1);
            try
            {
                await Next(Root, (int)(seed >> 40) % MostDepth, seed);
            }
            catch (InvalidOperationException)
            {
                // Thrown by a method of the tree, for its own sake.
            }
        }
    }

    // Not async: its frame is a plain one.
    private static ValueTask Next(ulong path, int depth, ulong before)
    {
        ulong seed = Burner.Hash(before);
        return depth <= 0 || path >> FullPath != 0 ? new ValueTask(M1(path, 0, seed)) : ((seed >> 8) % 11) switch
        {
            0 => new ValueTask(M1(path, depth, seed)),
            1 => new ValueTask((Task)M2(path, depth, seed)),
            2 => M3(path, depth, seed),
            3 => new ValueTask(M4(path, depth, seed).AsTask()),
            4 => M5(path, depth, seed),
            5 => new ValueTask(M7(path, depth, seed)),
            6 => new ValueTask((Task)M8("text", path, depth, seed)),
            7 => new ValueTask((Task)M8(5, path, depth, seed)),
            8 => new ValueTask(M9(path, depth, seed)),
            9 => new ValueTask(M10(path, depth, seed)),
            _ => new ValueTask(M11(path, depth, seed)),
        };
    }

    private static async Task M1(ulong path, int depth, ulong seed)
    {
        path = (path << BitsPerLevel) | 1;
        Burner.Burn(path, seed);
        if (depth > 0)
        {
            await Next(path, depth - 1, seed);
        }
        else
        {
            await Suspension.Of(seed, Complete);
            Burner.Burn(path, seed + 1);
            await Task.Yield();
        }

        Burner.Burn(path, Burner.Hash(seed + 2));
    }

    private static async Task<int> M2(ulong path, int depth, ulong seed)
    {
        path = (path << BitsPerLevel) | 2;
        Burner.Burn(path, seed);
        await Next(path, depth - 1, seed);
        Burner.Burn(path, Burner.Hash(seed));
        return 1;
    }

    private static async ValueTask M3(ulong path, int depth, ulong seed)
    {
        path = (path << BitsPerLevel) | 3;
        Burner.Burn(path, seed);
        await Next(path, depth - 1, seed);
        Burner.Burn(path, Burner.Hash(seed));
        await Next(path, depth - 3, seed + 9);
    }

    private static async ValueTask<string> M4(ulong path, int depth, ulong seed)
    {
        path = (path << BitsPerLevel) | 4;
        await Next(path, depth - 1, seed);
        Burner.Burn(path, Burner.Hash(seed));
        return "text";
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask M5(ulong path, int depth, ulong seed)
    {
        path = (path << BitsPerLevel) | 5;
        Burner.Burn(path, seed);
        await Next(path, depth - 1, seed);
        Burner.Burn(path, Burner.Hash(seed));
    }

    private static async IAsyncEnumerable<int> M6(ulong path, int depth, ulong seed)
    {
        path = (path << BitsPerLevel) | 6;
        await Next(path, depth - 1, seed);
        Burner.Burn(path, Burner.Hash(seed));
        yield return 1;
        Burner.Burn(path, seed);
        await Suspension.Of(seed, Complete);
        Burner.Burn(path, Burner.Hash(seed + 3));
        yield return 2;
    }

    private static async Task M7(ulong path, int depth, ulong seed)
    {
        path = (path << BitsPerLevel) | 7;
        await foreach (int item in M6(path, depth, seed))
        {
            Burner.Burn(path, seed + (ulong)item);
        }
    }

    private static async Task<T> M8<T>(T value, ulong path, int depth, ulong seed)
    {
        path = (path << BitsPerLevel) | 8;
        Burner.Burn(path, seed);
        await Next(path, depth - 1, seed);
        Burner.Burn(path, Burner.Hash(seed));
        return value;
    }

    private static async Task M9(ulong path, int depth, ulong seed)
    {
        path = (path << BitsPerLevel) | 9;
        try
        {
            await Next(path, depth - 1, seed).ConfigureAwait(false);
            if ((seed & 3) == 0)
            {
                throw new InvalidOperationException("Part of the tree.");
            }
        }
        catch (InvalidOperationException)
        {
            Burner.Burn(path, seed + 3);
            await Suspension.Of(seed, Complete);
        }
        finally
        {
            Burner.Burn(path, Burner.Hash(seed));
        }
    }

    private static async Task M10(ulong path, int depth, ulong seed)
    {
        path = (path << BitsPerLevel) | 10;
        await Task.WhenAll(Next(path, depth - 1, seed).AsTask(), Next(path, depth - 2, seed + 1).AsTask());
        Burner.Burn(path, Burner.Hash(seed));
    }

    private static async Task M11(ulong path, int depth, ulong seed)
    {
        path = (path << BitsPerLevel) | 11;
        await Task.Run(async () =>
        {
            ulong inner = (path << BitsPerLevel) | RunLambda;
            Burner.Burn(inner, seed);
            await Next(inner, depth - 1, seed);
            Burner.Burn(inner, Burner.Hash(seed));
        });
        Burner.Burn(path, Burner.Hash(seed));
    }

    // Completes what another awaits, inline: the other then runs on top of it.
    private static async void Complete(TaskCompletionSource source, ulong seed)
    {
        await Task.Yield();
        Burner.Burn(FreeLoop, seed);
        source.SetResult();
        Burner.Burn(FreeLoop, seed);
    }
}
