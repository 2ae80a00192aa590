using System.Runtime.InteropServices;
using Pprof.EventPipe.Nettrace;

namespace Pprof.EventPipe.Rundown;

/// <summary>Collects what a rundown says of methods, their IL maps and modules. The events carry no field descriptions: their layouts stand here.</summary>
/// <param name="withLive">Also what is compiled and loaded while the trace is taken.</param>
internal sealed class RundownEvents(bool withLive = false) : INettraceSink
{
    private const string Provider = "Microsoft-Windows-DotNETRuntimeRundown";
    private const string LiveProvider = "Microsoft-Windows-DotNETRuntime";
    private const int MethodLoadVerbose = 143;
    private const int MethodILToNativeMap = 190;
    private const int ModuleLoad = 152;
    private const int MethodDCEndVerbose = 144;
    private const int MethodDCEndILToNativeMap = 150;
    private const int ModuleDCEnd = 154;
    private const int VersionWithReJitId = 2;
    private const uint DynamicMethodFlag = 1;

    private readonly List<MethodRange> _methods = [];
    private readonly Dictionary<(ulong Method, ulong Version), (uint[] Native, int[] IL)> _maps = [];

    public Dictionary<ulong, ModuleRow> Modules { get; } = [];

    /// <summary>Methods in the order of the events, each with its map.</summary>
    public IEnumerable<MethodRange> Methods => _methods.Select(method =>
        _maps.TryGetValue((method.MethodId, method.VersionId), out var map) ? method with { NativeOffsets = map.Native, ILOffsets = map.IL } : method);

    public void OnEvent(in NettraceEvent nettraceEvent)
    {
        if (KindOf(nettraceEvent.Metadata) is not { } kind)
        {
            return;
        }

        BlobReader payload = new(nettraceEvent.Payload);
        switch (kind)
        {
            case MethodDCEndVerbose:
                _methods.Add(ReadMethod(payload, nettraceEvent.Metadata.Version));
                break;
            case MethodDCEndILToNativeMap:
                ReadMap(payload);
                break;
            case ModuleDCEnd:
                ReadModule(payload);
                break;
        }
    }

    // Live events have the layouts of those at the end, and other numbers.
    private int? KindOf(EventMetadata metadata) =>
        metadata.Provider == Provider ? metadata.EventId
        : withLive && metadata.Provider == LiveProvider ? metadata.EventId switch
        {
            MethodLoadVerbose => MethodDCEndVerbose,
            MethodILToNativeMap => MethodDCEndILToNativeMap,
            ModuleLoad => ModuleDCEnd,
            _ => null,
        }
        : null;

    // u64 method · u64 module · u64 start · u32 size · u32 token · u32 flags · type · name · signature · u16 runtime · from version 2: u64 code version
    private static MethodRange ReadMethod(BlobReader payload, int version)
    {
        ulong method = payload.ReadUInt64();
        ulong module = payload.ReadUInt64();
        ulong start = payload.ReadUInt64();
        uint size = payload.ReadUInt32();
        int token = payload.ReadInt32();
        bool isDynamic = (payload.ReadUInt32() & DynamicMethodFlag) != 0;
        string type = payload.ReadString();
        string name = payload.ReadString();
        string signature = payload.ReadString();
        payload.ReadUInt16();
        ulong codeVersion = version >= VersionWithReJitId ? payload.ReadUInt64() : 0;
        return new MethodRange(start, size, method, codeVersion, module, token, type, name, signature, isDynamic);
    }

    // u64 method · u64 code version · u8 extent · u16 n · n × i32 IL · n × u32 native · …
    // The event sorts by IL offset. A stable sort keeps the order of entries at one native offset, of which only the last has code.
    private void ReadMap(BlobReader payload)
    {
        (ulong, ulong) key = (payload.ReadUInt64(), payload.ReadUInt64());
        payload.ReadByte();
        int count = payload.ReadUInt16();
        if (count == 0)
        {
            // Code the runtime writes itself (accessors, constructors without a body) has nothing to map to.
            return;
        }

        int[] il = new int[count];
        uint[] native = new uint[count];
        payload.Take(count * sizeof(int)).CopyTo(MemoryMarshal.AsBytes(il.AsSpan()));
        payload.Take(count * sizeof(uint)).CopyTo(MemoryMarshal.AsBytes(native.AsSpan()));
        int[] order = [.. Enumerable.Range(0, count).OrderBy(i => native[i])];
        _maps[key] = ([.. order.Select(i => native[i])], [.. order.Select(i => il[i])]);
    }

    // u64 module · u64 assembly · u32 flags · u32 reserved · path of the IL · …
    private void ReadModule(BlobReader payload)
    {
        ulong module = payload.ReadUInt64();
        payload.Take(sizeof(ulong) + (2 * sizeof(uint)));
        Modules[module] = new ModuleRow(module, payload.ReadString());
    }
}
