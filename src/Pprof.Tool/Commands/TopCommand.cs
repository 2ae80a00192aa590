using System.CommandLine;
using Pprof.Tool.Sources;

namespace Pprof.Tool.Commands;

/// <summary><c>dotnet pprof top</c>: the functions with the most of it.</summary>
internal static class TopCommand
{
    public static Command Make()
    {
        SourceOptions source = new();
        Option<int> count = new("--nodecount", "-n") { Description = "How many functions to show.", DefaultValueFactory = _ => 20 };
        Command command = new("top", "Shows the functions that use the most.") { count };
        source.AddTo(command);
        command.SetAction((parsed, cancellation) => ShowAsync(source.Of(parsed), parsed.GetValue(count), cancellation));
        return command;
    }

    private static async Task<int> ShowAsync(ProfileSource source, int count, CancellationToken cancellationToken)
    {
        using MemoryStream profile = new(await source.ReadAsync(cancellationToken));
        ProfileReport.Read(profile).WriteTo(Console.Out, count);
        return (int)ExitCode.Success;
    }
}
