using Pprof.Images;

namespace Pprof.RuntimeWork;

/// <summary>
/// The words of an image's data that the loader has filled in and locked (RELRO), and what they may point to. Tables of names and
/// function pointers lie there. 155 KB for libcoreclr, copied once.
/// </summary>
internal sealed class ImageWords
{
    private const int MostWords = 1 << 20;

    private readonly ElfImage _image;
    private readonly ulong[] _words;

    private ImageWords(ElfImage image, FunctionStarts functions, ulong[] words) => (_image, Functions, _words) = (image, functions, words);

    public FunctionStarts Functions { get; }

    public int Count => _words.Length;

    public ulong this[int index] => _words[index];

    /// <summary>Null when the image has no such part.</summary>
    public static ImageWords? TryRead(ElfImage image, FunctionStarts functions) =>
        image.TryFindSegment(ElfProgramHeader.GnuRelRo, out ulong address, out ulong size)
        && image.Memory.TryReadArray<ulong>(address, size / sizeof(ulong), MostWords) is { } words
            ? new ImageWords(image, functions, words)
            : null;

    /// <summary>Whether the word points at a function of the image.</summary>
    public bool IsFunction(int index) =>
        (uint)index < (uint)_words.Length && IsIn(_words[index], ElfProgramHeader.Executable) && Functions.IsStart(_words[index]);

    /// <summary>The name that the word points at, in data that never changes; null when that is no name.</summary>
    public string? NameAt(int index)
    {
        if ((uint)index >= (uint)_words.Length || !IsIn(_words[index], 0))
        {
            return null;
        }

        string name = _image.Memory.ReadName(_words[index]);
        return name.Length > 1 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? name : null;
    }

    private bool IsIn(ulong address, uint flags)
    {
        const uint Mask = ElfProgramHeader.Executable | ElfProgramHeader.Writable;
        foreach (ElfProgramHeader segment in _image.Segments)
        {
            if (segment.Type == ElfProgramHeader.Load && address - _image.Bias - segment.Address < segment.MemorySize)
            {
                return (segment.Flags & Mask) == flags;
            }
        }

        return false;
    }
}
