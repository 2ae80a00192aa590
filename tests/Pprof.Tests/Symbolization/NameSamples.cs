using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Pprof.Tests.Symbolization;

/// <summary>One method of each form that C# can give a name to. Each tells the method it was compiled to.</summary>
internal sealed class NameSamples<TOuter> : IComparable<TOuter>, IEnumerable<int>
{
    public static MethodBase? FromConstructor;
    public static readonly MethodBase? FromInitializer = ((Func<MethodBase>)(() => Here())).Invoke();
    private readonly MethodBase? _seen = Here();

    public NameSamples() => FromConstructor = Here();

    public MethodBase? Seen => _seen;

    public MethodBase Property => Here();

    public MethodBase this[int index] => Here();

    public static MethodBase operator +(NameSamples<TOuter> left, int right) => Here();

    public static MethodBase operator <(NameSamples<TOuter> left, int right) => Here();

    public static MethodBase operator >(NameSamples<TOuter> left, int right) => Here();

    public static implicit operator List<MethodBase>(NameSamples<TOuter> from) => [Here()];

    public static MethodBase Plain() => Here();

    public static MethodBase Generic<T>() => Here();

    public static async Task<MethodBase> FetchAsync()
    {
        await Task.Yield();
        return Here();
    }

    public static async Task<MethodBase> GenericAsync<T>()
    {
        await Task.Yield();
        return Here();
    }

    public static IEnumerable<MethodBase> Iterate()
    {
        try
        {
            yield return Here();
        }
        finally
        {
            FromConstructor = Here();
        }
    }

    public static async IAsyncEnumerable<MethodBase> IterateAsync()
    {
        await Task.Yield();
        yield return Here();
    }

    public static MethodBase FirstLambda() => Run(() => Here());

    public static MethodBase SecondLambda(int captured) => Run(() => captured == 0 ? Here() : Run(() => Here()));

    public static MethodBase GenericLambda<T>() => Run(() => Here());

    public static Task<MethodBase> AsyncLambda()
    {
        Func<Task<MethodBase>> lambda = async () =>
        {
            await Task.Yield();
            return Here();
        };
        return lambda();
    }

    public static MethodBase WithLocal()
    {
        return Local();

        [MethodImpl(MethodImplOptions.NoInlining)]
        static MethodBase Local() => Here();
    }

    public static MethodBase LambdaInLocal()
    {
        return Local(1);

        static MethodBase Local(int captured) => Run(() => captured == 0 ? FirstLambda() : Here());
    }

    public static async Task<MethodBase> AsyncLocal()
    {
        return await Local();

        static async Task<MethodBase> Local()
        {
            await Task.Yield();
            return Here();
        }
    }

    int IComparable<TOuter>.CompareTo(TOuter? other)
    {
        FromConstructor = Here();
        return 0;
    }

    public IEnumerator<int> GetEnumerator() => throw new NotSupportedException();

    IEnumerator IEnumerable.GetEnumerator()
    {
        FromConstructor = Here();
        yield break;
    }

    public sealed class Nested<TInner>
    {
        public static MethodBase Plain() => Here();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MethodBase Run(Func<MethodBase> body) => body();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static MethodBase Here() => new StackFrame(1).GetMethod()!;
}
