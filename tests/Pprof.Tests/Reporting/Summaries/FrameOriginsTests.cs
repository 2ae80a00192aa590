using Pprof.Format;
using Pprof.Reporting;
using Xunit;

namespace Pprof.Tests.Reporting.Summaries;

/// <summary>Whose code a function is: by the mapping that this library writes, else by the name.</summary>
public sealed class FrameOriginsTests
{
    [Theory]
    [InlineData("Microsoft.Orders.Cart.Sum", "program/Microsoft.Orders.dll", nameof(FrameOrigin.Program))]
    [InlineData("Dapper.SqlMapper.Query", "package/Dapper.dll", nameof(FrameOrigin.Package))]
    [InlineData("System.String.Concat", "framework/System.Private.CoreLib.dll", nameof(FrameOrigin.Framework))]
    [InlineData("Pprof.Threads.LibraryThread.Run", "profiler/Pprof.dll", nameof(FrameOrigin.Framework))]
    [InlineData("Shop::Native::Sum", "/app/libshop.so", nameof(FrameOrigin.Native))]
    [InlineData("dynamicClass.lambda_method1", "[jit]", nameof(FrameOrigin.Framework))]
    [InlineData("[truncated]", "[jit]", nameof(FrameOrigin.Marker))]
    [InlineData("[gc]", "/usr/lib/dotnet/libcoreclr.so", nameof(FrameOrigin.Native))]
    public void Mapping_decides_where_there_is_one(string name, string mapping, string expected) =>
        Assert.Equal(expected, FrameOrigins.Of(Profile((name, mapping), ("Any", "program/Any.dll")))[name].ToString());

    /// <summary>Profiles of Go, perf and others.</summary>
    [Theory]
    [InlineData("main.work", "/home/me/program/bin", nameof(FrameOrigin.Program))]
    [InlineData("System.String.Concat", "", nameof(FrameOrigin.Framework))]
    [InlineData("memcpy", "/lib/libc.so.6", nameof(FrameOrigin.Native))]
    [InlineData("std::vector::push_back", "/lib/libshop.so", nameof(FrameOrigin.Native))]
    [InlineData("sort.part.0", "/lib/libshop.so", nameof(FrameOrigin.Native))]
    [InlineData("[lost]", "", nameof(FrameOrigin.Marker))]
    public void Name_decides_in_a_profile_that_says_nothing_of_assemblies(string name, string mapping, string expected) =>
        Assert.Equal(expected, FrameOrigins.Of(Profile((name, mapping)))[name].ToString());

    [Fact]
    public void Of_several_functions_of_one_name_the_program_s_goes_first()
    {
        FrameOrigins origins = FrameOrigins.Of(Profile(("Log.Write", "package/Log.dll"), ("Log.Write", "program/App.dll"), ("Log.Write", "framework/Log.dll")));

        Assert.Equal(FrameOrigin.Program, origins["Log.Write"]);
    }

    private static ProfileData Profile(params (string Name, string File)[] functions)
    {
        ulong id = 0;
        Location[] locations = [.. functions.Select(one => new Location
        {
            Id = new LocationId(++id),
            Mapping = one.File.Length == 0 ? null : new Mapping { Id = new MappingId(id), FileName = one.File },
            Lines = [new Line(new Function { Id = new FunctionId(id), Name = one.Name })],
        })];
        return new ProfileData
        {
            SampleTypes = [new SampleType("cpu", "nanoseconds")],
            Mappings = [.. locations.Select(location => location.Mapping).OfType<Mapping>()],
            Locations = locations,
        };
    }
}
