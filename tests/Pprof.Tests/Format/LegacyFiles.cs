using System.Text;

namespace Pprof.Tests.Format;

/// <summary>Files of the formats from before profile.proto, made by hand after what their writers print.</summary>
internal static class LegacyFiles
{
    private const string Maps =
        "00400000-00500000 r-xp 00000000 08:01 123 /usr/bin/server\n" +
        "00500000-00600000 rw-p 00100000 08:01 123 /usr/bin/server\n" +
        "build=/opt/lib\n" +
        "7f0000000000-7f0000100000 r-xp 00001000 08:01 77 $build/libshop.so.2\n" +
        "7f0000100000-7f0000200000 r-xp 00101000 08:01 77 /opt/lib/libshop.so.2\n";

    public static IReadOnlyDictionary<string, string> Texts { get; } = new Dictionary<string, string>
    {
        ["count"] = "goroutine profile: total 7\n# a comment\n4 @ 0x401000 0x402000\n#\t0x401000\tmain.work+0x1\tmain.go:3\n\n3 @ 0x401000 0x7f0000000500\n",
        ["count with maps"] = "threadcreate profile: total 2\n2 @ 0x401000\n\n--- Memory map: ---\n" + Maps,
        ["heap of Go"] = "heap profile: 5: 4608 [9: 9216] @ heap/1048576\n4: 4096 [8: 8192] @ 0x401000 0x402000\n1: 512 [1: 1024] @ 0x402000\n\n# runtime.MemStats\n# Alloc = 12\n",
        ["heap in use"] = "heap profile:    3:  3072 [   3:  3072] @ heapz_v2/524288\n 2: 2048 [2: 2048] @ 0x401000 0x402000\n 1: 1024 [1: 1024] @ 0x7f0000000500\nMAPPED_LIBRARIES:\n" + Maps,
        ["heap unsampled"] = "heap profile: 1: 100 [1: 100] @ heapprofile\n 1: 100 [1: 100] @ 0x401000\n",
        ["growth"] = "heap profile: 2: 200 [2: 200] @ growthz\n 2: 200 [2: 200] @ 0x401000 0x402000\n",
        ["fragmentation"] = "heap profile: 2: 200 [2: 200] @ fragmentationz\n 2: 200 [2: 200] @ 0x401000\n",
        ["contention"] = "--- contentionz 1 ---\ncycles/second = 3000000000\nsampling period = 100\nms since reset = 16502830\ndiscarded samples = 0\n  19490304      27 @ 0x401000 0x402000\n   768 1 @ 0x402000\n--- Memory map: ---\n" + Maps,
        ["mutex of Go"] = "--- mutex:\ncycles/second=1000000000\nsampling period=1\n86758585 40 @ 0x401000 0x402000\n#\t0x401000\tmain\n",
        ["block of Go"] = "--- contention:\ncycles/second=2500000000\n86758585 40 @ 0x401000 0x402000\n",
        ["threads"] = "--- threadz 1 ---\n\n--- Thread 7f794ab90940 (name: main/14748) stack: ---\n  PC: 0x401000 0x401000: read\n 0x402000: loop\n--- Thread 7f794ab8f940 (name: worker/14749) stack: ---\n  [same as previous thread]\n--- Thread 7f794ab8e940 (name: worker/14750) stack: ---\n 0x7f0000000500\n--- Memory map: ---\n" + Maps,
        ["one thread"] =
            "--- Thread 7f794ab90940 (name: main/14748) stack: ---\n 0x401000\n 0x402000\n---- no stack trace for 7f\n",
        ["heap of Java"] = "--- heapz 1 ---\nformat = java\nresolution = bytes\n    7048  1 @ 0x2 0x3\n  4752  16 @ 0x3\n\n 0x00000002 com.shop.Cart.add (Cart.java:12)\n 0x3 com.shop.Main.main (/opt/lib/libjava.so)\n 0x4 unused (A.java:1)\n",
        ["contention of Java"] = "--- contentionz 1 ---\nformat = java\nresolution = microseconds\nsampling period = 100\nms since reset = 6019923\n 1 1 @ 0x2 0x3\n 14 1 @ 0x4\n\n 0x2 com.shop.Cart.lock (Cart.java:7)\n 0x3 GC\n 0x4 generated stub/JIT code\n",
    };

    public static IEnumerable<byte[]> All =>
        [.. Texts.Values.Select(Encoding.UTF8.GetBytes), Binary(4, false, false), Binary(8, true, false),
        Binary(8, false, true)];

    public static byte[] Binary(int size, bool isBigEndian, bool isJava)
    {
        List<byte> bytes = [];
        foreach (ulong word in (
            ulong[])[0, 3, isJava ? 1u
            : 0u, 10_000, 0, 3, 3, 0x401000, 0x401001, 0x402000, 2, 2, 0x402000, 0x401500, 1, 1, 0x403000, 0, 1, 0])
        {
            byte[] little = BitConverter.GetBytes(word)[..size];
            bytes.AddRange(isBigEndian ? little.Reverse() : little);
        }

        string text = isJava ? "\n0x401000 com.shop.Cart.add (Cart.java:12)\n0x402000 GC\n" : Maps;
        return [.. bytes, .. Encoding.UTF8.GetBytes(text)];
    }
}
