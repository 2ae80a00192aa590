namespace Pprof.Images;

/// <summary>
/// Which image holds an address. Reads the memory map again when an address is unknown or the map is old, but not more often
/// than the bounds below: with hundreds of libraries one reading costs about a millisecond.
/// Owner of the parts; not synchronized; allocates when the map is read and at the first sight of an image.
/// </summary>
internal sealed class ImageCatalog(TimeProvider? clock = null)
{
    // A library loaded just now is named at most this late; code in no image asks in vain this often.
    private static readonly TimeSpan s_shortestAge = TimeSpan.FromMilliseconds(250);

    // Addresses of a library that was closed, and of another one loaded in its place, are told apart at most this late.
    private static readonly TimeSpan s_longestAge = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly Dictionary<ImageKey, ElfImage> _images = [];
    private readonly Dictionary<MappedRegion, ElfImage?> _imageOfRegion = new(ReferenceEqualityComparer.Instance);
    private MemoryMap? _map;
    private long _readAt;

    /// <summary>
    /// Changes when an image that was handed out is no longer mapped: whatever was derived from images and is kept by
    /// address must then be forgotten.
    /// </summary>
    public int Generation { get; private set; }

    public MemoryMap Map => _map ?? Refresh();

    /// <summary>The image that holds an address, or null when no mapped ELF image does.</summary>
    public ElfImage? Find(ulong address)
    {
        MappedRegion? region = FindRegion(address);
        if (region is null || region.Path.Length == 0)
        {
            return null;
        }

        if (!_imageOfRegion.TryGetValue(region, out ElfImage? image))
        {
            image = ReadImage(region);
            _imageOfRegion.Add(region, image);
        }

        return image is not null && image.Contains(address) ? image : null;
    }

    public MappedRegion? FindRegion(ulong address)
    {
        TimeSpan age = _map is null ? TimeSpan.MaxValue : _clock.GetElapsedTime(_readAt);
        MemoryMap map = age >= s_longestAge ? Refresh() : _map!;
        MappedRegion? region = map.Find(address);
        return region is null && age >= s_shortestAge && age < s_longestAge ? Refresh().Find(address) : region;
    }

    public MemoryMap Refresh()
    {
        _map = MemoryMap.Read();
        _readAt = _clock.GetTimestamp();
        _imageOfRegion.Clear();
        HashSet<ImageKey> mapped = [.. _map.Regions.Where(IsHeader).Select(Key)];
        foreach (ImageKey gone in _images.Keys.Where(key => !mapped.Contains(key)).ToList())
        {
            _images.Remove(gone);
            Generation++;
        }

        return _map;
    }

    private ElfImage? ReadImage(MappedRegion region)
    {
        if (HeaderOf(region) is not { } header)
        {
            return null;
        }

        if (!_images.TryGetValue(Key(header), out ElfImage? image)
            && (image = ElfImage.TryRead(SafeMemory.Reader, header.Start, header.Path)) is not null)
        {
            _images.Add(Key(header), image);
        }

        return image;
    }

    // An image's pieces follow each other upwards from the one that begins the file; other mappings may lie in the gaps.
    private MappedRegion? HeaderOf(MappedRegion region)
    {
        IReadOnlyList<MappedRegion> regions = Map.Regions;
        int index = Map.IndexOf(region.Start);
        while (index >= 0 && !(IsHeader(regions[index]) && IsSameFile(regions[index], region)))
        {
            index--;
        }

        return index < 0 ? null : regions[index];
    }

    private static bool IsHeader(MappedRegion region) => region.Offset == 0 && region.Path.Length > 0 && region.IsReadable;

    private static bool IsSameFile(MappedRegion left, MappedRegion right) => left.Inode == right.Inode && left.Path == right.Path;

    private static ImageKey Key(MappedRegion region) => new(region.Start, region.Inode, region.Path);

    // A class: collections of classes are compiled in the framework, those of structures in each process anew.
    private sealed record ImageKey(ulong Start, ulong Inode, string Path);
}
