using System.Globalization;
using Pprof.TestSupport;

namespace Pprof.Tests.Unwinding.Native;

/// <summary>Call frame information as binutils understand it: the output of <c>readelf --debug-dump=frames-interp</c>.</summary>
internal static class ReadelfFrames
{
    public static IEnumerable<ReadelfFunction> Read(string path)
    {
        ExternalTool.Require("readelf", "apt-get install binutils");
        ReadelfFunction? function = null;
        string[] columns = [];
        foreach (string line in ExternalTool.Run("readelf", "--debug-dump=frames-interp", "--wide", path).Output.Split('\n'))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is ["LOC", "CFA", ..])
            {
                columns = words;
            }
            else if (words.Length > 3 && words[3] is "FDE" or "CIE")
            {
                if (function is not null)
                {
                    yield return function;
                }

                function = words[3] == "FDE" ? new ReadelfFunction(Hex(words[5]["pc=".Length..].Split("..")[0])) : null;
            }
            else if (function is not null && words.Length == columns.Length && words is not [_, "ZERO", ..])
            {
                function.Rows.Add(new ReadelfRow(Hex(words[0]), words[1], columns.Zip(words).Skip(2).ToDictionary()));
            }
        }

        if (function is not null)
        {
            yield return function;
        }
    }

    private static ulong Hex(string text) => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

/// <summary>One FDE. Without rows when it adds nothing to its CIE.</summary>
internal sealed record ReadelfFunction(ulong Start)
{
    public List<ReadelfRow> Rows { get; } = [];
}

/// <summary>One row: <c>rsp+16</c>, and what stands under each register's name: <c>c-16</c>, <c>u</c>, <c>exp</c>.</summary>
internal sealed record ReadelfRow(ulong Location, string Cfa, Dictionary<string, string> Registers);
