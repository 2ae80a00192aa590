using System.Text.Json;
using Pprof.Sampling;
using Pprof.TestSupport;
using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.Sampling.Heap;

/// <summary>What a build makes of the agent, with a compiler and without.</summary>
[Trait("Part", "slow")]
public sealed class AgentBuildTests
{
    [Fact]
    public void Agent_needs_no_library_and_leaves_no_symbol_open()
    {
        ExternalTool.Require("objdump", "apt-get install binutils");
        ExternalTool.Require("cc", "apt-get install gcc, then build again");
        string file = AgentFile.TryFind(out string? reason) ?? throw new InvalidOperationException(reason);

        ToolResult dynamic = ExternalTool.Run("objdump", "-p", file);
        Assert.Contains("SONAME", dynamic.Output);
        Assert.DoesNotContain("NEEDED", dynamic.Output);
        Assert.DoesNotContain("*UND*", ExternalTool.Run("objdump", "-T", file).Output);
    }

    [Fact]
    public void Agent_has_no_writable_code_and_no_executable_stack()
    {
        ExternalTool.Require("objdump", "apt-get install binutils");
        ExternalTool.Require("cc", "apt-get install gcc, then build again");
        ToolResult segments = ExternalTool.Run("objdump", "-p", AgentFile.TryFind(out _)!);

        Assert.Contains("STACK", segments.Output);
        Assert.DoesNotContain("rwx", segments.Output);
    }

    // The word lies at fs:0x28 in glibc and musl alike, and the function that ends the process is the agent's own.
    [Fact]
    public void Functions_with_arrays_check_their_stack()
    {
        ExternalTool.Require("objdump", "apt-get install binutils");
        ExternalTool.Require("cc", "apt-get install gcc, then build again");
        string code = ExternalTool.Run("objdump", "-d", AgentFile.TryFind(out _)!).Output;

        Assert.Contains("%fs:0x28", code);
        Assert.Contains("ud2", code);
    }

    // Alpine's C library: its loader, a program that is linked to nothing else, and the agent's entry, as the runtime calls it.
    [Fact]
    public void Agent_is_loaded_and_answers_in_a_program_of_musl()
    {
        ExternalTool.Require("musl-gcc", "apt-get install musl-tools");
        ExternalTool.Require("cc", "apt-get install gcc, then build again");
        const string Program = """
            #include <dlfcn.h>
            #include <stdio.h>
            int main(int count, char **arguments)
            {
                void *agent = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
                int (*get_class)(const void *, const void *, void **) = agent ? (int (*)(const void *, const void *, void **))dlsym(agent, "DllGetClassObject") : 0;
                unsigned char any[16] = { 0 };
                void *result = 0;
                if (!get_class) { puts(dlerror()); return 1; }
                int answer = get_class(any, any, &result);
                printf("%08x %s\n", (unsigned)answer, result ? "an object" : "none");
                return 0;
            }
            """;
        using TemporaryFolder folder = new();
        string source = folder.PathOf("load.c");
        string binary = folder.PathOf("load");
        File.WriteAllText(source, Program);
        ToolResult compiled = ExternalTool.Run("musl-gcc", "-o", binary, source);
        Assert.True(compiled.ExitCode == 0, compiled.Error);
        Assert.Contains("ld-musl", ExternalTool.Run("objdump", "-s", "-j", ".interp", binary).Output.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);

        ToolResult loaded = ExternalTool.Run(binary, AgentFile.TryFind(out _)!);

        Assert.Equal("00000000 an object\n", loaded.Output);
    }

    [Fact]
    public void Agent_compiles_without_a_warning()
    {
        ExternalTool.Require("cc", "apt-get install gcc");
        ToolResult result = ExternalTool.Run(
            "cc", "-std=gnu11", "-O2", "-Wall", "-Wextra", "-Wno-override-init", "-Werror", "-ffreestanding", "-nostdlib", "-fPIC", "-c", "-o", "/dev/null",
            Repository.PathOf("src", "Pprof.HeapAgent", "heap_agent.c"));

        Assert.True(result.ExitCode == 0, result.Error);
    }

    [Fact]
    public void Build_with_a_compiler_puts_the_agent_beside_the_library_and_into_the_package_for_glibc_and_musl()
    {
        ExternalTool.Require("cc", "apt-get install gcc");
        JsonElement file = Assert.Single(Build("cc", "-getItem:None").Items());

        Assert.Equal("runtimes/linux-x64/native/libPprof.HeapAgent.so", file.GetProperty("Link").GetString());
        Assert.Equal("PreserveNewest", file.GetProperty("CopyToOutputDirectory").GetString());
        Assert.Equal("true", file.GetProperty("Pack").GetString());
        Assert.Equal("runtimes/linux-x64/native/;runtimes/linux-musl-x64/native/", file.GetProperty("PackagePath").GetString());
    }

    [Theory]
    [InlineData("no-such-compiler", "no C compiler 'no-such-compiler' (Debian: apt-get install gcc)")]
    [InlineData("false", "'false' failed, see above")]
    public void Build_without_a_compiler_that_works_succeeds_and_says_what_is_missing(string compiler, string message)
    {
        BuildOutput build = Build(compiler);

        Assert.Contains($"Pprof.HeapAgent: {message}: built without libPprof.HeapAgent.so; the heap profile will follow objects by GC events.", build.Output);
        Assert.False(build.HasAgent);
    }

    [Fact]
    public void Agent_of_an_older_source_does_not_stay_when_the_compiler_has_gone()
    {
        using TemporaryFolder folder = new();
        string file = folder.PathOf("agent", AgentFile.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "old");
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);

        Build("no-such-compiler", folder, "AddHeapAgent");

        Assert.False(File.Exists(file));
    }

    [Fact]
    public void Agent_of_the_source_there_is_stays_without_a_word_when_the_compiler_has_gone()
    {
        ExternalTool.Require("cc", "apt-get install gcc");
        using TemporaryFolder folder = new();
        Build("cc", folder, "AddHeapAgent");

        BuildOutput build = Build("no-such-compiler", folder, "AddHeapAgent");

        Assert.True(build.HasAgent);
        Assert.DoesNotContain("built without", build.Output);
    }

    [Fact]
    public void Package_without_the_agent_is_made_only_when_it_is_asked_for()
    {
        using TemporaryFolder folder = new();
        ToolResult refused = Run("no-such-compiler", folder, "RequireHeapAgentInPackage");
        ToolResult asked = Run("no-such-compiler", folder, "RequireHeapAgentInPackage", "-p:PackWithoutHeapAgent=true");

        Assert.Equal((1, 0), (refused.ExitCode, asked.ExitCode));
        Assert.Contains("libPprof.HeapAgent.so was not built, so the package would lack it. Pack on linux-x64 with a C compiler", refused.Output);
    }

    private static BuildOutput Build(string compiler, params IEnumerable<string> options)
    {
        using TemporaryFolder folder = new();
        return Build(compiler, folder, "AddHeapAgent", options);
    }

    private static BuildOutput Build(string compiler, TemporaryFolder folder, string target, params IEnumerable<string> options)
    {
        ToolResult result = Run(compiler, folder, target, options);
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        return new BuildOutput(result.Output, File.Exists(folder.PathOf("agent", AgentFile.Name)));
    }

    private static ToolResult Run(string compiler, TemporaryFolder folder, string target, params IEnumerable<string> options) => DotnetSdk.Run(
        [
            "msbuild", Repository.PathOf("src", "Pprof", "Pprof.csproj"), $"-t:{target}", "-nologo", "-v:minimal", "-nodeReuse:false",
            $"-p:HeapAgentCompiler={compiler}", $"-p:IntermediateOutputPath={folder.PathOf()}/", .. options,
        ]);

    private sealed record BuildOutput(string Output, bool HasAgent)
    {
        /// <summary>The agent's files among the items.</summary>
        public IEnumerable<JsonElement> Items() => JsonDocument.Parse(Output).RootElement.GetProperty("Items").GetProperty("None").EnumerateArray()
            .Where(item => item.GetProperty("Filename").GetString() == "libPprof.HeapAgent");
    }
}
