namespace Pprof.Conversion;

/// <summary>A frame as other formats have it: a name, and the file and line where they are known.</summary>
internal readonly record struct ConvertedFrame(string Name, string File, long Line);
