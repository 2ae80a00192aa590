using System.Reflection;
using System.Reflection.Emit;
using Pprof.EventPipe.Rundown;
using Xunit;

namespace Pprof.Tests.Profiles.Trace;

/// <summary>At the end of a trace the runtime lists its methods, and crashes when it unloads an assembly meanwhile.</summary>
public sealed class TraceHazardTests
{
    [Fact]
    public async Task Trace_is_refused_while_there_is_an_assembly_that_may_be_unloaded()
    {
        AssemblyBuilder collectible = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("May.Be.Unloaded"), AssemblyBuilderAccess.RunAndCollect);
        PlatformNotSupportedException refused = await Assert.ThrowsAsync<PlatformNotSupportedException>(
            () => EventTrace.WriteToAsync(Stream.Null, TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken));

        Assert.StartsWith("No trace can be recorded: the process has loaded assemblies that may be unloaded (", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("A CPU profile can.", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(MethodRundown.UnsafeReason);
        GC.KeepAlive(collectible);
    }
}
