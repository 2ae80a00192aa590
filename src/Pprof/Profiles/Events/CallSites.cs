using System.Reflection;
using Pprof.Runtime;
using Pprof.Unwinding;

namespace Pprof.Profiles.Events;

/// <summary>
/// Remembers of each address something about the method it lies in. <c>pprof event decoder</c>; allocates for addresses not met before; never throws.
/// </summary>
/// <param name="traitOf">Of a method; the default of the type is the answer for everything that is no method or may be freed.</param>
/// <param name="mostAddresses">At this many addresses the cache is cleared.</param>
internal sealed class CallSites<T>(Func<MethodBase, T> traitOf, int mostAddresses)
    where T : struct
{
    private readonly Dictionary<CodeAddress, T> _known = [];

    public T this[CodeAddress address]
    {
        get
        {
            // Code that may be freed has been named already, and the runtime must not be asked about it.
            if (address.Kind != CodeKind.Managed)
            {
                return default;
            }

            if (!_known.TryGetValue(address, out T trait))
            {
                trait = MethodLookup.FromNativeIp(address.Value) is { } method ? traitOf(method) : default;
                if (_known.Count == mostAddresses)
                {
                    _known.Clear();
                }

                _known.Add(address, trait);
            }

            return trait;
        }
    }
}
