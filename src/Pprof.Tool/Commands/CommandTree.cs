using System.CommandLine;

namespace Pprof.Tool.Commands;

/// <summary>All commands there are. Each has a file of its own in this folder.</summary>
internal static class CommandTree
{
    public static RootCommand Make() => new("Profiles a running .NET process, and shows where its CPU time, memory and waiting go.")
    {
        TopCommand.Make(),
    };
}
