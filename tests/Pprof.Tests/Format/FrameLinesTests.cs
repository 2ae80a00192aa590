using System.Text;
using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Format;

/// <summary>The alignment is Go's own: its tabwriter is asked.</summary>
public sealed class FrameLinesTests
{
    private const string Program =
        """
        package main

        import (
        	"io"
        	"os"
        	"text/tabwriter"
        )

        func main() {
        	text, _ := os.ReadFile(os.Args[1])
        	w := tabwriter.NewWriter(os.Stdout, 1, 8, 1, '\t', 0)
        	io.WriteString(w, string(text))
        	w.Flush()
        }
        """;

    [Fact]
    public void Columns_are_as_wide_as_the_tabwriter_of_the_original_makes_them()
    {
        ExternalTool.Require("go", "apt-get install golang-go");
        Random random = new(7);
        TextFrame[][] stacks = [.. Enumerable.Range(0, 300).Select(_ => RandomStack(random))];

        string plain = string.Concat(stacks.Select(stack => string.Concat(stack.Select(frame => string.Join('\t', frame.Cells) + "\n")) + "\n"));

        Assert.Equal(AlignedByGo(plain), string.Concat(stacks.Select(Aligned)));
    }

    private static TextFrame[] RandomStack(Random random) => [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => RandomFrame(random))];

    private static TextFrame RandomFrame(Random random)
    {
        ulong address = (ulong)random.NextInt64(1L << random.Next(1, 63));
        string name = random.Next(8) == 0 ? "" : new string('é', random.Next(1, 40));
        return new TextFrame(address, name, random.Next(4) == 0 ? -1 : random.Next(100_000), random.Next(3) == 0 ? "" : "/src/a.cs", random.Next(500));
    }

    private static string Aligned(TextFrame[] stack)
    {
        StringWriter writer = new();
        FrameLines.Write(writer, stack);
        return writer + "\n";
    }

    private static string AlignedByGo(string text)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tabwriter-");
        try
        {
            string program = Path.Combine(folder.FullName, "main.go");
            string input = Path.Combine(folder.FullName, "input");
            File.WriteAllText(program, Program);
            File.WriteAllText(input, text, new UTF8Encoding(false));
            ToolResult result = ExternalTool.Run("go", ["run", program, input], new Dictionary<string, string>
            {
                ["HOME"] = folder.FullName,
                ["GOCACHE"] = Path.Combine(folder.FullName, "cache"),
                ["GO111MODULE"] = "off",
            });
            Assert.True(result.ExitCode == 0, result.Error);
            return result.Output;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
