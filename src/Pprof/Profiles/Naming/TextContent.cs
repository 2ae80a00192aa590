using Pprof.Aggregation;
using Pprof.Format;
using Pprof.Images;
using Pprof.Runtime;
using Pprof.Symbolization;
using Pprof.Unwinding;

namespace Pprof.Profiles.Naming;

/// <summary>Turns stacks that were counted and named into the records of a text form. One thread at a time; writes nothing.</summary>
internal sealed class TextContent(SampleCounter counter, ImageCatalog images)
{
    private readonly FunctionStarts _starts = new(images);

    /// <param name="valueCount">Leading values of a stack that are shown. When that is one, stacks of which it is 0 are left out.</param>
    public TextRecords ToRecords(int valueCount)
    {
        TextRecords records = new(valueCount);
        TextFrame[] frames = [.. counter.Locations.Locations.Select(FrameOf)];
        string[] labels = LabelTexts();
        foreach (ref readonly StackEntry entry in counter.Stacks.Entries)
        {
            ReadOnlySpan<long> values = counter.Stacks.ValuesOf(entry)[..valueCount];
            if (values is [0])
            {
                continue;
            }

            ReadOnlySpan<int> locations = counter.Stacks.FramesOf(entry);
            TextFrame[] stack = new TextFrame[locations.Length];
            for (int i = 0; i < stack.Length; i++)
            {
                stack[i] = frames[locations[i]];
            }

            records.Add(stack, labels[entry.LabelSet], values, counter.Labels.NumberOf(entry.LabelSet));
        }

        return records;
    }

    private TextFrame FrameOf(LocationEntry location)
    {
        CodeAddress address = location.Address;
        FunctionSymbol? function = location.Function < 0 ? null : counter.Locations.Functions.Functions[location.Function];
        return new TextFrame(
            NumberOf(address), function?.Name ?? "", _starts.OffsetOf(address), function?.FileName ?? "", location.Line);
    }

    // A marker, a method without a frame and a frame whose meaning was recorded are no places in code. The kind in the top byte
    // keeps their numbers apart from all addresses and from 0.
    private static ulong NumberOf(CodeAddress address) => address.Kind is CodeKind.Managed or CodeKind.Native ? address.Value : address.Bits;

    private string[] LabelTexts()
    {
        string[] texts = new string[counter.Labels.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = counter.Labels[i].Pairs.IsEmpty ? "" : LabelText.Of(counter.Labels[i].Pairs);
        }

        return texts;
    }
}

/// <summary>Where the function begins that holds an address. One thread at a time; may read files; never throws.</summary>
internal sealed class FunctionStarts(ImageCatalog images)
{
    private readonly CodeMap? _code = RuntimeDescription.Current.Code.Value;

    /// <summary>Bytes from the first instruction; -1 when unknown, or when the address is no place in code.</summary>
    public long OffsetOf(CodeAddress address)
    {
        ulong? start = address.Kind switch
        {
            CodeKind.Managed => StartOfMethod(address.Value),
            CodeKind.Native => StartOfSymbol(address.Value),
            _ => null,
        };

        // Code that the compiler moved out of the way may lie below its method.
        return start is { } begin && begin <= address.Value ? (long)(address.Value - begin) : -1;
    }

    private ulong? StartOfMethod(ulong address) => _code is not null && _code.TryFindMethod(address, out MethodCode code) ? code.Start : null;

    private ulong? StartOfSymbol(ulong address)
    {
        ElfImage? image = images.Find(address);
        return image?.Symbols.Find(address) is { } symbol ? image.Bias + symbol.Start : null;
    }
}
