using System.Text;

namespace Pprof.Format;

/// <summary>
/// Files that people take for profiles. They are recognised only to say what they are: as a protocol buffer they would be refused for a wire type that
/// tells nobody anything.
/// </summary>
internal static class ForeignFormat
{
    private const int LongestQuote = 60;
    private const int Inspected = 4096;

    private static readonly (byte[] Start, string Answer)[] s_known =
    [
        ([0x1f, 0x8b], "This profile was compressed by gzip twice. Decompress it once: gunzip < FILE > once.pb.gz"),
        ([0x28, 0xb5, 0x2f, 0xfd], "This file is compressed by zstd. Decompress it first: zstd -d FILE -o profile.pb"),
        ([.. "BZh"u8], "This file is compressed by bzip2. Decompress it first: bunzip2 FILE"),
        ([0xfd, .. "7zXZ"u8], "This file is compressed by xz. Decompress it first: unxz FILE"),
        ([0x04, 0x22, 0x4d, 0x18], "This file is compressed by lz4. Decompress it first: lz4 -d FILE profile.pb"),
        ([.. "PK"u8, 0x03, 0x04], "This is a zip archive. Take the profile out of it: unzip FILE"),
        ([0x7f, .. "ELF"u8], "This is a program or library (ELF) and no profile. Name the profile's file."),
        ([.. "MZ"u8], "This is a program or library (PE) and no profile. Name the profile's file."),
        ([.. "PERFILE2"u8], "This is a recording of perf. Convert it with perf_to_profile (github.com/google/perf_data_converter)."),
        ([.. "FLR"u8, 0x00], "This is a recording of Java Flight Recorder and no pprof profile."),
        ([.. "Nettrace"u8], "This is a trace of EventPipe (.nettrace). Convert it: dotnet pprof convert FILE -o profile.pb.gz"),
        ([.. "go 1."u8], "This is an execution trace of Go. Look at it with: go tool trace FILE"),
    ];

    /// <exception cref="ProfileFormatException">It is one of these; the message says what to do.</exception>
    public static void RefuseIfKnown(ReadOnlySpan<byte> data)
    {
        foreach ((byte[] start, string answer) in s_known)
        {
            if (data.StartsWith(start))
            {
                throw new ProfileFormatException(answer);
            }
        }

        if (IsHtml(data))
        {
            throw new ProfileFormatException($"This is a page (HTML) and no profile; it begins with '{FirstLine(data)}'. Fetch the profile's own address, for example with ?debug=0.");
        }
    }

    /// <summary>True when the beginning is text of UTF-8 without control characters: what no protocol buffer of a profile is.</summary>
    public static bool IsText(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> start = data[..Math.Min(data.Length, Inspected)];
        int cut = data.Length > Inspected ? 1 : 0;
        return !start.ContainsAnyInRange((byte)0x00, (byte)0x08) && !start.ContainsAnyInRange((byte)0x0e, (byte)0x1f)
            && !Encoding.UTF8.GetString(start).AsSpan(..^cut).Contains('\ufffd');
    }

    /// <summary>The first line that is not empty, shortened, without control characters.</summary>
    public static string FirstLine(ReadOnlySpan<byte> data)
    {
        string text = Encoding.UTF8.GetString(data[..Math.Min(data.Length, Inspected)]).Trim();
        string line = new([.. text.TakeWhile(c => c is not '\n' and not '\r').Where(c => !char.IsControl(c))]);
        return line.Length <= LongestQuote ? line : line[..LongestQuote] + "…";
    }

    private static bool IsHtml(ReadOnlySpan<byte> data)
    {
        string start = Encoding.UTF8.GetString(data[..Math.Min(data.Length, 256)]).TrimStart('\ufeff', ' ', '\t', '\r', '\n');
        return start.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase);
    }
}
