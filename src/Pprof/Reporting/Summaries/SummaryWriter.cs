using System.Text;

namespace Pprof.Reporting;

/// <summary>Writes a summary in no more bytes than allowed: with ever fewer rows, then with ever shorter names.</summary>
internal static class SummaryWriter
{
    private const int FullBytes = 24 * 1000;
    private const int ShortBytes = 6 * 1000;

    private static readonly int[] s_rows = [40, 30, 20, 15, 12, 10, 8, 6, 5, 4, 3, 2, 1];
    private static readonly int[] s_names = [160, 100, 60, 40, 24];

    public static string Markdown(Summary summary, string title, ProfileReportSize size) =>
        Fit(size, (rows, names) => new MarkdownSummary(summary, rows, names).Write(title));

    public static string Json(Summary summary, string title, ProfileReportSize size) =>
        Fit(size, (rows, names) => new JsonSummary(summary, rows, names).Write(title));

    private static string Fit(ProfileReportSize size, Func<int, int, string> write)
    {
        int most = size == ProfileReportSize.Short ? ShortBytes : FullBytes;
        string text = "";
        foreach ((int names, int rows) in from names in s_names from rows in s_rows where rows >= LeastRows(names) select (names, rows))
        {
            text = write(rows, names);
            if (Encoding.UTF8.GetByteCount(text) <= most)
            {
                return text;
            }
        }

        return text;
    }

    // Ten rows with the ends of their names say more than two with all of them.
    private static int LeastRows(int names) => names switch { 160 => 10, 100 => 8, 60 => 4, 40 => 2, _ => 1 };
}
