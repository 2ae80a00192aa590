using System.Reflection;

namespace Pprof.Runtime;

/// <summary>
/// From the address of a runtime Module to the reflection object of it. Whoever holds the object keeps the module loaded, so
/// asking it about a token is safe where asking the runtime about a pointer is not. Owner of the parts.
/// </summary>
internal sealed class LoadedModules(MethodDescReader reader, TimeProvider? clock = null)
{
    // Any type's handle leads to its Module. Row 1 is the pseudo-type <Module>, which has none; a module without a second type has no methods.
    private const int FirstTypeToken = 0x02000002;

    // Listing the assemblies allocates: for addresses that name no module, not more often than this.
    private static readonly TimeSpan s_shortestAge = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Dictionary<ulong, WeakReference<Module>> _byAddress = [];
    private long _listedAt;

    /// <summary>Null when no loaded module lies there. A module that is alive is at the address it had when it was listed.</summary>
    public Module? Find(ulong address) => FindListed(address) ?? (TryList() ? FindListed(address) : null);

    private Module? FindListed(ulong address) =>
        _byAddress.TryGetValue(address, out WeakReference<Module>? weak) && weak.TryGetTarget(out Module? module) ? module : null;

    private bool TryList()
    {
        if (_listedAt != 0 && _clock.GetElapsedTime(_listedAt) < s_shortestAge)
        {
            return false;
        }

        _listedAt = _clock.GetTimestamp();
        _byAddress.Clear();
        foreach (Module module in AppDomain.CurrentDomain.GetAssemblies().SelectMany(assembly => assembly.GetModules()))
        {
            if (AddressOf(module) is not 0 and var address)
            {
                _byAddress[address] = new WeakReference<Module>(module);
            }
        }

        return true;
    }

    private ulong AddressOf(Module module)
    {
        try
        {
            return reader.ModuleOf((ulong)module.ResolveType(FirstTypeToken).TypeHandle.Value);
        }
        catch (Exception e) when (e is ArgumentException or TypeLoadException or NotSupportedException or BadImageFormatException or IOException)
        {
            return 0;
        }
    }
}
