using System.Reflection;
using System.Runtime.InteropServices;
using Pprof.Sampling;
using Pprof.TestSupport;
using Pprof.Tests.Architecture;
using Xunit;

namespace Pprof.Tests.Sampling.Heap;

/// <summary>The memory that C and C# share looks the same from both.</summary>
public sealed class AgentLayoutTests
{
    [Theory]
    [InlineData("board", typeof(AgentBoard))]
    [InlineData("record", typeof(AgentRecord))]
    public void Fields_lie_where_the_C_compiler_puts_them(string name, Type type)
    {
        ExternalTool.Require("cc", "apt-get install gcc");
        FieldInfo[] fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public);
        IEnumerable<string> expected = [.. fields.Select(field => $"{field.Name} {Marshal.OffsetOf(type, field.Name)}"), $"sizeof {Marshal.SizeOf(type)}"];

        Assert.Equal(expected, OffsetsInC(name, fields));
    }

    private static string[] OffsetsInC(string name, FieldInfo[] fields)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("pprof-layout-");
        try
        {
            string source = Path.Combine(folder.FullName, "layout.c");
            string program = Path.Combine(folder.FullName, "layout");
            File.WriteAllText(source, Program(name, fields));
            ToolResult built = ExternalTool.Run("cc", "-I", Repository.PathOf("src", "Pprof.HeapAgent"), "-o", program, source);
            Assert.True(built.ExitCode == 0, built.Error);
            return ExternalTool.Run(program).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Program(string name, FieldInfo[] fields) =>
        "#include <stdio.h>\n#include \"heap_agent.h\"\nint main(void) {\n"
        + string.Concat(fields.Select(field => $"printf(\"{field.Name} %zu\\n\", __builtin_offsetof(struct {name}, {InC(field.Name)}));\n"))
        + $"printf(\"sizeof %zu\\n\", sizeof(struct {name}));\nreturn 0; }}\n";

    // RingSize is ring_size.
    private static string InC(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? "_" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
