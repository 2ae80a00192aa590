using System.CommandLine;
using Pprof.Conversion;
using Pprof.Tool.Reports;

namespace Pprof.Tool.Commands;

/// <summary><c>dotnet pprof convert IN -o OUT</c>: from and to the formats of other tools.</summary>
internal static class ConvertCommand
{
    public static Command Make()
    {
        ProfileInput input = new();
        Option<string> output = new("--output", "-o")
        {
            Description = "File to write: .pb.gz, .folded, .speedscope.json, .firefox.json, .json (Chrome, Perfetto).",
            HelpName = "FILE",
            Required = true,
        };
        Option<ConversionFormat?> to = new("--to")
        {
            Description = "Where the file's name does not say it: pprof, collapsed, speedscope, chrome, firefox.",
            HelpName = "FORMAT",
        };
        Option<string?> sampleIndex = new("--sample-index")
            { Description = "The value, where the format has only one (collapsed).", HelpName = "NAME" };
        Option<string?> title = new("--title")
            { Description = "Name of the profile, where the format has one.", HelpName = "TEXT" };
        Command command = new(
            "convert",
            "Writes a profile in the format of another tool. Reads pprof and its older formats, collapsed stacks, speedscope"
            + " and .nettrace.")
        {
            output, to, sampleIndex, title,
        };
        input.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            string path = parsed.GetValue(output)!;
            ConversionFormat format = parsed.GetValue(to) ?? ProfileConverter.FormatOf(path)
                ?? throw new ToolException($"The name '{path}' says no format. Name it with --to: pprof, collapsed, speedscope, chrome, firefox.", ExitCode.Usage);
            LoadedProfile loaded = await input.ReadAsync(parsed, cancellation);
            using MemoryStream content = new();
            ProfileConverter.Write(
                content, loaded.Profile, format, parsed.GetValue(title) ?? Path.GetFileName(path),
                parsed.GetValue(sampleIndex) ?? "", loaded.Budget);
            await File.WriteAllBytesAsync(path, content.ToArray(), cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
