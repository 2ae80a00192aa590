using System.CommandLine;
using Pprof.Tool.Output;
using Pprof.Tool.Targets;

namespace Pprof.Tool.Commands;

/// <summary><c>dotnet pprof ps</c>: the .NET processes there are, and whether and why not they can be profiled.</summary>
internal static class PsCommand
{
    public static Command Make()
    {
        Option<bool> json = new("--json") { Description = "As JSON." };
        Command command = new("ps", "Lists the .NET processes, and whether they can be profiled.") { json };
        command.SetAction(parsed => Show(parsed.GetValue(json)));
        return command;
    }

    private static int Show(bool json)
    {
        ProcessRow[] rows = [.. TargetSearch.All().AsParallel().AsOrdered().Select(ProcessRow.Of)];
        if (json)
        {
            Console.Out.WriteLine(ToolJson.Text(rows));
        }
        else if (rows.Length == 0)
        {
            Console.Out.WriteLine("No .NET process runs here, or none that this user may see. Those of containers are seen from the host, or with its pid namespace.");
        }
        else
        {
            ProcessTable.Write(rows);
        }

        return (int)ExitCode.Success;
    }
}
