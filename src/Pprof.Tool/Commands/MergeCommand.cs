using System.CommandLine;
using Pprof.Format;
using Pprof.Reporting;
using Pprof.Tool.Reports;

namespace Pprof.Tool.Commands;

/// <summary>
/// <c>dotnet pprof merge A B -o C</c> adds profiles up; <c>diff BEFORE AFTER -o C</c> writes what changed.
/// </summary>
internal static class MergeCommand
{
    public static Command Merge() => Make(
        "merge",
        "Adds up profiles of one kind, of several machines or moments.",
        async (input, parsed, cancellation) =>
            ProfileSet.Merge([(await input.ReadAsync(parsed, cancellation)).Profile]));

    public static Command Diff() => Make(
        "diff",
        "Writes what became more and less from the first profile to the second.",
        async (input, parsed, cancellation) =>
        {
            (LoadedProfile before, LoadedProfile after) = await input.ReadPairAsync(parsed, cancellation);
            return ProfileSet.Subtract(after.Profile, before.Profile, isMarked: false, isNormalized: false);
        });

    private static Command Make(
        string name, string description, Func<ProfileInput, ParseResult, CancellationToken, Task<ProfileData>> make)
    {
        ProfileInput input = new();
        Option<string> output = new("--output", "-o")
            { Description = "File to write.", HelpName = "FILE", Required = true };
        Command command = new(name, description) { output };
        input.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            ProfileData profile = await make(input, parsed, cancellation);
            await using FileStream file = File.Create(parsed.GetValue(output)!);
            profile.WriteTo(file);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
