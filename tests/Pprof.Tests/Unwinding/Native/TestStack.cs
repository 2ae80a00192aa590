using System.Runtime.InteropServices;
using Pprof.Sampling;

namespace Pprof.Tests.Unwinding.Native;

/// <summary>A stack of some words at a made-up address.</summary>
internal static class TestStack
{
    public const ulong Address = 0x7000;

    private static readonly Registers s_none;

    /// <param name="words">From <see cref="Address"/> up.</param>
    public static RawStack Of(params ulong[] words) => new(in s_none, Address, MemoryMarshal.AsBytes(words.AsSpan()), 0);
}
