using System.Runtime.InteropServices;
using System.Text.Json;
using Pprof.Images;

namespace Pprof.Runtime;

/// <summary>
/// The runtime's description of its own data structures: libcoreclr exports <c>DotNetRuntimeContractDescriptor</c>, made for
/// debuggers, which leads to a JSON text with the offset of every field a debugger needs and to the addresses of the
/// globals. Reading it means that no offset is written down here: another patch of the runtime brings its own.
/// </summary>
internal sealed class ContractDescriptor
{
    /// <summary>What the runtime exports it as.</summary>
    public const string ExportName = "DotNetRuntimeContractDescriptor";

    // "DNCCDAC\0" read as a little-endian word.
    private const ulong Magic = 0x0043414443434e44;
    private const int LargestJson = 1 << 20;
    private const int LargestPointerCount = 1 << 12;

    private readonly ContractJson _json;
    private readonly ulong[] _pointers;
    private readonly List<string> _missing = [];

    internal ContractDescriptor(ContractJson json, ulong[] pointers) => (_json, _pointers) = (json, pointers);

    /// <summary>Reads the descriptor of this process; null with the reason when this runtime has none that is understood.</summary>
    public static ContractDescriptor? TryLoad(out string? reason)
    {
        ulong address = OperatingSystem.IsLinux() ? RuntimeLibrary.FindExport(ExportName) : 0;
        if (address == 0)
        {
            reason = "this runtime exports no DotNetRuntimeContractDescriptor";
            return null;
        }

        return TryRead(address, out reason);
    }

    /// <summary>What the descriptor says, for tests that say something else.</summary>
    internal ContractJson Json => _json;

    /// <summary>The table of addresses beside the text.</summary>
    internal ulong[] Pointers => _pointers;

    /// <summary>The version of a contract as the runtime writes it ("2", "c1"); null when it does not offer the contract.</summary>
    public string? ContractVersion(string contract) => _json.Contracts.GetValueOrDefault(contract);

    /// <summary>The offset of a field; when it is not described, -1, and the name is kept for <see cref="TakeMissing"/>.</summary>
    public int Offset(string type, string field)
    {
        if (_json.Types.TryGetValue(type, out var fields) && fields.TryGetValue(field, out int offset))
            return offset;
        _missing.Add($"{type}.{field}");
        return -1;
    }

    /// <summary>The offset of a field that only some runtimes describe, and elsewhere the one it is known to have there.</summary>
    public int OffsetOr(string type, string field, int otherwise) =>
        _json.Types.TryGetValue(type, out var fields) && fields.TryGetValue(field, out int offset) ? offset : otherwise;

    /// <summary>The size of a type, which the description keeps under the name "!".</summary>
    public int Size(string type) => Offset(type, "!");

    /// <summary>A global: the constant itself, or the address the runtime filled in. 0 when missing.</summary>
    public ulong Global(string name)
    {
        if (_json.Globals.TryGetValue(name, out ContractGlobal? global))
        {
            if (!global.IsPointer)
                return global.Value;
            if (global.Value < (ulong)_pointers.Length)
                return _pointers[global.Value];
        }

        _missing.Add(name);
        return 0;
    }

    /// <summary>As <see cref="Global"/>, for what can be done without: 0 when missing, without a complaint.</summary>
    public ulong GlobalIfAny(string name) => _json.Globals.ContainsKey(name) ? Global(name) : 0;

    /// <summary>Adds a complaint when a contract is not offered in one of the versions this code was written for.</summary>
    /// <param name="contract">Its name.</param>
    /// <param name="versions">.NET 10 counted them ("2"); .NET 11 began again ("c1").</param>
    public void Require(string contract, params ReadOnlySpan<string> versions)
    {
        string offered = ContractVersion(contract) ?? "none";
        if (!versions.Contains(offered))
            _missing.Add($"contract {contract} {string.Join(" or ", versions)} (the runtime offers {offered})");
    }

    /// <summary>What was asked for and not there since the last call, as a reason; null when nothing was missing.</summary>
    public string? TakeMissing()
    {
        string? reason = _missing.Count == 0 ? null : "the runtime's description lacks " + string.Join(", ", _missing);
        _missing.Clear();
        return reason;
    }

    private static ContractDescriptor? TryRead(ulong address, out string? reason)
    {
        reason = "the runtime's contract descriptor has another layout than the known one";
        if (!SafeMemory.TryRead(address, out Header header) || header.Magic != Magic)
            return null;
        if (header.JsonLength is 0 or > LargestJson || header.PointerCount > LargestPointerCount)
            return null;
        byte[] json = new byte[header.JsonLength];
        ulong[] pointers = new ulong[header.PointerCount];
        if (!SafeMemory.TryRead(header.Json, json) || !SafeMemory.TryRead(header.Pointers, MemoryMarshal.AsBytes(pointers.AsSpan())))
            return null;
        return TryParse(json, pointers, out reason);
    }

    private static ContractDescriptor? TryParse(byte[] json, ulong[] pointers, out string? reason)
    {
        try
        {
            reason = null;
            return new ContractDescriptor(ContractJson.Parse(json), pointers);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            reason = $"the runtime's contract descriptor is not understood: {e.Message}";
            return null;
        }
    }

    /// <summary>As it lies in memory.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Header
    {
        public readonly ulong Magic;
        public readonly uint Flags;
        public readonly uint JsonLength;
        public readonly ulong Json;
        public readonly uint PointerCount;
        public readonly uint Pad;
        public readonly ulong Pointers;
    }
}
