using Pprof.TestSupport;
using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.Package;

/// <summary>The package as a user has it: made, restored into a program of its own, and run.</summary>
[Trait("Part", "slow")]
public sealed class ConsumedPackageTests
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
        ExternalTool.Require("cc", "apt-get install gcc");
        using TemporaryFolder folder = new();
        Dotnet("pack", Repository.PathOf("src", "Pprof", "Pprof.csproj"), "-o", folder.PathOf("feed"), "--artifacts-path", folder.PathOf("made"), "-nodeReuse:false");
        Directory.CreateDirectory(folder.PathOf("program"));
        File.WriteAllText(folder.PathOf("program", "Consumer.csproj"), Project);
        File.WriteAllText(folder.PathOf("program", "Program.cs"), Program);
        File.WriteAllText(folder.PathOf("program", "nuget.config"), Sources);

        Dotnet("build", folder.PathOf("program", "Consumer.csproj"), "-o", folder.PathOf("out"), $"-p:RestoreFallbackFolders={PackageFolder()}", "-nodeReuse:false");
        ToolResult run = Dotnet(folder.PathOf("out", "Consumer.dll"));

        Assert.StartsWith("heap profile: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n# Live objects are followed by: agent.\n", run.Output);
        Assert.Equal("", run.Error);
    }

    private static string PackageFolder() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static ToolResult Dotnet(params string[] arguments)
    {
        ToolResult result = ExternalTool.Run("dotnet", arguments, [new("DOTNET_CLI_USE_MSBUILD_SERVER", "0"), new("DOTNET_CLI_UI_LANGUAGE", "en")]);
        Assert.True(result.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{result.Output}{result.Error}");
        return result;
    }
}
