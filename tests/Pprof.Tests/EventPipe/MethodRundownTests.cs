using Pprof.EventPipe.Rundown;
using Pprof.Runtime;
using Pprof.Runtime.DebugInfo;
using Xunit;

namespace Pprof.Tests.EventPipe;

/// <summary>The documented way and the runtime's private ones, asked about the same addresses.</summary>
public sealed class MethodRundownTests(RundownFixture fixture) : IClassFixture<RundownFixture>
{
    private static readonly CodeMap s_code = CodeMap.TryCreate(ContractDescriptor.TryLoad(out _)!, out _)!;
    private static readonly JitDebugInfo s_debugInfo = JitDebugInfo.TryCreate(s_code, out _)!;

    [Fact]
    public void List_is_whole()
    {
        Assert.Null(fixture.Rundown.Fault);
        Assert.Equal(0, fixture.Rundown.Lost);
        Assert.True(fixture.Methods.Count > 1000, $"only {fixture.Methods.Count} methods");
    }

    [Fact]
    public void Lookup_names_every_listed_body_alike() => AssertNoneLiving(method =>
        MethodLookup.FromNativeIp(method.Start + (method.Size / 2)) is not { } found
        || found.Name != method.Name || found.MetadataToken != method.Token);

    [Fact]
    public void Code_map_begins_every_listed_body_at_the_same_address() => AssertNoneLiving(method =>
        !s_code.TryFindMethod(method.Start + (method.Size / 2), out MethodCode code) || code.Start != method.Start);

    // Code of collectible assemblies goes when a collection comes, also between the list and the look. What a second list
    // still has was there all the time.
    private void AssertNoneLiving(Func<MethodRange, bool> isDifferent)
    {
        MethodRange[] different = [.. fixture.Methods.Where(method => !method.IsDynamic && isDifferent(method))];
        if (different.Length > 0)
        {
            MethodTable living = MethodRundown.TryCollect(withILMaps: false, out string? reason)?.Table
                ?? throw new InvalidOperationException(reason);
            Assert.Empty(different.Where(method => living.Find(method.Start) is { } one && Identity(one) == Identity(method)).Select(Identity));
        }
    }

    private static (ulong, ulong, string, string) Identity(MethodRange method) => (method.Start, method.MethodId, method.TypeName, method.Name);

    [Fact]
    public void Debug_information_maps_every_instruction_alike()
    {
        List<MethodRange> mapped = [.. fixture.Methods.Where(method => method.ILOffsets is not null && !IsTransient(method))];

        Assert.True(mapped.Count > 500, $"only {mapped.Count} maps were compared");
        List<string> different = [.. mapped.Where(method => !AgreesEverywhere(method)).Select(Describe)];
        Assert.True(different.Count == 0, string.Join('\n', different));
    }

    private static string Describe(MethodRange method) =>
        $"{method.TypeName}.{method.Name} v{method.VersionId}, {method.Size} bytes: {string.Join(' ', method.NativeOffsets!.Zip(method.ILOffsets!))}";

    private static bool IsTransient(MethodRange method) =>
        method.IsDynamic || !s_code.TryFindMethod(method.Start, out MethodCode code) || code.IsTransient;

    // Maps are steps: equal just before and at each step means equal everywhere.
    private static bool AgreesEverywhere(MethodRange method)
    {
        s_code.TryFindMethod(method.Start, out MethodCode code);
        NativeMap theirs = new(method.NativeOffsets!, method.ILOffsets!);
        return s_debugInfo.Read(code) is { } ours && method.NativeOffsets!.SelectMany(step => new[] { step, step - 1 })
            .Where(offset => offset < method.Size)
            .All(offset => theirs.ILOffsetAt(offset) == ours.ILOffsetAt(offset));
    }

    [Fact]
    public void Address_is_found_in_its_body_and_nowhere_else()
    {
        MethodRange method = fixture.Methods[^1];
        MethodTable table = fixture.Rundown.Table;

        Assert.Same(method, table.Find(method.Start));
        Assert.Same(method, table.Find(method.Start + method.Size - 1));
        Assert.Null(table.Find(method.Start + method.Size));
        Assert.Null(table.Find(0));
    }

    [Fact]
    public void Module_has_its_file() => Assert.Contains(
        typeof(MethodRundownTests).Assembly.Location,
        fixture.Methods.Select(fixture.Rundown.Table.ModuleOf).OfType<ModuleRow>().Select(module => module.Path));
}
