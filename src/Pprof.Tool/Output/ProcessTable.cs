using System.Globalization;

namespace Pprof.Tool.Output;

/// <summary>Processes as a table for people.</summary>
internal static class ProcessTable
{
    public static void Write(IReadOnlyList<ProcessRow> rows) => TextTable.Write(
        ["pid", "name", "user", "runtime", "container", "profiles", "command line"],
        [.. rows.Select(Cells)],
        isGrey: row => rows[row].Profiles == "nothing");

    private static string[] Cells(ProcessRow row) =>
    [
        row.Pid.ToString(CultureInfo.InvariantCulture),
        row.Name,
        row.User,
        row.Runtime.Length == 0 ? "?" : row.Runtime,
        row.Container,
        row.ShortReason is null ? row.Profiles : $"{(row.Profiles == "nothing" ? "no: " : "")}{row.ShortReason}",
        row.CommandLine,
    ];
}
