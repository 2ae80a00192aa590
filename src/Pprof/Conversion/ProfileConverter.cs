using Pprof.Conversion.Nettrace;
using Pprof.Format;
using Pprof.Reporting;

namespace Pprof.Conversion;

/// <summary>Reads and writes profiles in the formats of other tools: the door of this folder.</summary>
internal static class ProfileConverter
{
    private static readonly (string Ending, ConversionFormat Format)[] s_endings =
    [
        (".speedscope.json", ConversionFormat.Speedscope),
        (".speedscope", ConversionFormat.Speedscope),
        (".firefox.json", ConversionFormat.Firefox),
        (".gecko.json", ConversionFormat.Firefox),
        (".json", ConversionFormat.Chrome),
        (".folded", ConversionFormat.Collapsed),
        (".collapsed", ConversionFormat.Collapsed),
        (".txt", ConversionFormat.Collapsed),
        (".pb.gz", ConversionFormat.Pprof),
        (".pprof", ConversionFormat.Pprof),
        (".pb", ConversionFormat.Pprof),
        (".prof", ConversionFormat.Pprof),
    ];

    /// <summary>By the end of the file's name; null when it says nothing.</summary>
    public static ConversionFormat? FormatOf(string path)
    {
        int index = Array.FindIndex(s_endings, one => path.EndsWith(one.Ending, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : s_endings[index].Format;
    }

    /// <param name="output">Receives the file and stays open.</param>
    /// <param name="profile">Not changed.</param>
    /// <param name="format">Which.</param>
    /// <param name="name">Of the profile, where the format has one.</param>
    /// <param name="sampleIndex">The value, where the format has only one; empty for the profile's own choice.</param>
    /// <param name="budget">Pays for tables.</param>
    public static void Write(
        Stream output, ProfileData profile, ConversionFormat format, string name, string sampleIndex, ReadBudget budget)
    {
        switch (format)
        {
            case ConversionFormat.Pprof:
                profile.WriteTo(output);
                break;
            case ConversionFormat.Collapsed:
                using (StreamWriter text = new(output, leaveOpen: true) { NewLine = "\n" })
                {
                    CollapsedText.Write(
                        text, DropFrames.Apply(profile), SampleTypeChoice.IndexOfNameOrNumber(profile, sampleIndex),
                        budget);
                }

                break;
            case ConversionFormat.Speedscope:
                SpeedscopeJson.Write(output, DropFrames.Apply(profile), name, budget);
                break;
            case ConversionFormat.Chrome:
                ChromeTraceJson.Write(output, DropFrames.Apply(profile), name, budget);
                break;
            default:
                FirefoxJson.Write(output, DropFrames.Apply(profile), name, budget);
                break;
        }
    }

    /// <summary>
    /// A profile, or collapsed stacks, or a file of speedscope: told apart by their content; or a trace of EventPipe.
    /// </summary>
    /// <param name="content">The file.</param>
    /// <param name="limits">How much it may cost.</param>
    /// <param name="kind">What of a trace; null for the first it has.</param>
    /// <param name="budget">What is left for a report.</param>
    /// <exception cref="ProfileFormatException">It is none of them, or damaged.</exception>
    public static ProfileData Read(byte[] content, ReadLimits limits, TraceKind? kind, out ReadBudget budget)
    {
        ReadBudget own = new(limits, content.Length);
        if (NettraceConverter.Recognizes(content))
        {
            budget = own;
            return NettraceConverter.Convert(content, kind, own);
        }

        ProfileData? other = SpeedscopeReader.TryRead(content, own) ?? (
            ForeignFormat.IsText(content) ? CollapsedText.TryRead(System.Text.Encoding.UTF8.GetString(content), own)
            : null);
        budget = own;
        return other ?? ProfileDecoder.Read(content, limits, out budget);
    }
}
