using System.Reflection.PortableExecutable;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Package;

/// <summary>The package as a user has it: made, restored into a program of its own, and run.</summary>
[Trait("Part", "slow")]
public sealed class ConsumedPackageTests(PackedLibrary package) : IClassFixture<PackedLibrary>
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <RestorePackagesPath>$(MSBuildProjectDirectory)/packages</RestorePackagesPath>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Pprof" Version="*-*" />
          </ItemGroup>
        </Project>
        """;

    private const string Program = """
        using Pprof;

        Profiling.Enable(ProfileKinds.Heap);
        List<byte[]> kept = [.. Enumerable.Range(0, 100_000).Select(_ => new byte[100])];
        GC.Collect();
        Profile.Lookup("heap")!.WriteTo(Console.OpenStandardOutput(), debug: 1);
        GC.KeepAlive(kept);
        Console.WriteLine(typeof(Profile).Assembly.Location);
        """;

    // Ours is the only source: what it needs was restored with this repository.
    private const string Sources = """
        <configuration>
          <packageSources><clear /><add key="ours" value="../feed" /></packageSources>
        </configuration>
        """;

    [Fact]
    public void Program_that_refers_to_the_package_follows_its_heap_by_the_agent()
    {
        TemporaryFolder folder = package.Folder;
        Directory.CreateDirectory(folder.PathOf("program"));
        File.WriteAllText(folder.PathOf("program", "Consumer.csproj"), Project);
        File.WriteAllText(folder.PathOf("program", "Program.cs"), Program);
        File.WriteAllText(folder.PathOf("program", "nuget.config"), Sources);

        PackedLibrary.Dotnet("build", folder.PathOf("program", "Consumer.csproj"), "-o", folder.PathOf("out"), $"-p:RestoreFallbackFolders={PackageFolder()}", "-nodeReuse:false");
        ToolResult run = PackedLibrary.Dotnet(folder.PathOf("out", "Consumer.dll"));

        Assert.StartsWith("heap profile: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n# Live objects are followed by: agent.\n", run.Output);
        Assert.Equal("", run.Error);
        AssertPrecompiled(run.Output.TrimEnd().Split('\n')[^1]);
    }

    // The program takes the assembly for its system, which holds code beside the IL; others take the portable one.
    private static void AssertPrecompiled(string assembly)
    {
        Assert.EndsWith(Path.Combine("runtimes", "linux-x64", "lib", "net10.0", "Pprof.dll"), assembly, StringComparison.Ordinal);
        using PEReader file = new(File.OpenRead(assembly));
        Assert.InRange(file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size, 1, int.MaxValue);
        using PEReader portable = new(File.OpenRead(Path.Combine(Path.GetDirectoryName(assembly)!, "..", "..", "..", "..", "Pprof.dll")));
        Assert.Equal(0, portable.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
    }

    // Internal types have comments too, and their number is no help to whoever looks a member up.
    [Fact]
    public void Documentation_in_the_package_is_of_public_types_only()
    {
        string[] documented = [.. package.ReadDocumentation().Descendants("member").Select(member => member.Attribute("name")!.Value)];
        string[] types = [.. typeof(Profile).Assembly.GetExportedTypes().Select(type => $"T:{type.FullName}")];

        Assert.Equal(types.Order(StringComparer.Ordinal), documented.Where(name => name.StartsWith("T:", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(documented, name => Assert.Contains(types, type => name[2..].StartsWith(type[2..], StringComparison.Ordinal)));
    }

    // Paths of the machine that built it would make each build another, and are nobody's business.
    [Fact]
    public void Sources_in_the_package_are_named_by_their_place_in_the_repository()
    {
        // Generators write into the folder of the build, which is outside of the repository here.
        string[] sources = [.. package.ReadSourcePaths().Where(path => !path.StartsWith(package.Folder.PathOf("made"), StringComparison.Ordinal))];

        Assert.Contains("/_/src/Pprof/Profile.cs", sources);
        Assert.All(sources, path => Assert.StartsWith("/_", path, StringComparison.Ordinal));
    }

    private static string PackageFolder() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
