using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Pprof.Format;
using Pprof.Reporting;

namespace Pprof.Conversion;

/// <summary>
/// Collapsed stacks: <c>Main;Work;Parse 12</c>. Of a profile one value, labels lost; read back, functions without
/// files.
/// </summary>
internal static class CollapsedText
{
    private const char Separator = ';';

    public static void Write(TextWriter output, ProfileData profile, int valueIndex, ReadBudget budget)
    {
        ConvertedStacks stacks = new(profile, hasLines: false, budget);
        Dictionary<string, long> sums = [];
        foreach (Sample sample in profile.Samples.Where(sample => sample.Values[valueIndex] != 0))
        {
            string stack = string.Join(Separator, stacks.Of(sample).Select(frame => NameOf(stacks.Frames[frame])));
            budget.ChargeText(stack.Length);
            ref long sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, stack, out _);
            sum = unchecked(sum + sample.Values[valueIndex]);
        }

        foreach ((string stack, long value) in sums)
        {
            output.WriteLine($"{stack} {value.ToString(CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>Null when the text is no collapsed stacks: every line that is not empty ends in a number.</summary>
    public static ProfileData? TryRead(string text, ReadBudget budget)
    {
        ProfileBuilder builder = new([new SampleType("samples", "count")], budget);
        int lines = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> line = raw.Trim();
            if (line.IsEmpty || line[0] == '#')
            {
                continue;
            }

            int blank = line.LastIndexOf(' ');
            if (blank <= 0
                || !double.TryParse(
                line[(blank + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                || Math.Abs(value) > long.MaxValue)
            {
                return null;
            }

            lines++;
            builder.Add([.. line[..blank].ToString().Split(Separator).Reverse()
                .Select(name => new ConvertedFrame(name, "", 0))], [(long)Math.Round(value)]);
        }

        return lines == 0 ? null : builder.ToProfile();
    }

    // What separates frames cannot be in them.
    private static string NameOf(ConvertedFrame frame)
    {
        StringBuilder name = new(DisplayText.Escape(frame.Name));
        return name.Replace(Separator, ':').ToString();
    }
}
