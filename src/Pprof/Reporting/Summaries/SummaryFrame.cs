using Pprof.Format;

namespace Pprof.Reporting;

/// <summary>A function on a stack, with the line that ran or called there; the line is 0 where it is not known.</summary>
internal readonly record struct SummaryFrame(string Function, string File, long Line)
{
    /// <summary>Leaf first, inlined functions as frames of their own.</summary>
    public static List<SummaryFrame> StackOf(Sample sample)
    {
        List<SummaryFrame> stack = [];
        foreach (Location location in sample.Locations)
        {
            if (location.Lines.Count == 0)
            {
                stack.Add(new SummaryFrame(FrameNames.OfMapping(location.Mapping), "", 0));
            }

            foreach (Line line in location.Lines)
            {
                stack.Add(new SummaryFrame(FrameNames.Of(line, location.Mapping), line.Function.FileName, line.LineNumber));
            }
        }

        return stack;
    }
}
