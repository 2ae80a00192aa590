namespace Pprof.Agent.Wire;

/// <summary>What is to be recorded.</summary>
internal sealed record Order
{
    /// <summary>Names as <c>cpu</c>, <c>heap</c>; each gives one profile, by its place in this list.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>CPU samples a second.</summary>
    public int Frequency { get; init; } = 100;

    /// <summary>Of the CPU profile.</summary>
    public CpuProfileEngine Engine { get; init; }

    /// <summary>Length of the windows of time in the CPU profile; null for none.</summary>
    public TimeSpan? TimeWindows { get; init; }

    /// <summary>Samples of the CPU profile say on which thread they were taken.</summary>
    public bool ThreadLabels { get; init; }

    /// <summary>The program was started for this recording: its end waits until the profiles are written.</summary>
    public bool HoldsExit { get; init; }

    public byte[] ToBytes()
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write(Frequency);
        writer.Write((int)Engine);
        writer.Write(TimeWindows?.Ticks ?? 0);
        writer.Write(ThreadLabels);
        writer.Write(HoldsExit);
        writer.Write(Kinds.Count);
        foreach (string kind in Kinds)
        {
            writer.Write(kind);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    public static Order Read(byte[] content)
    {
        using BinaryReader reader = new(new MemoryStream(content));
        return new Order
        {
            Frequency = reader.ReadInt32(),
            Engine = (CpuProfileEngine)reader.ReadInt32(),
            TimeWindows = reader.ReadInt64() is > 0 and long ticks ? TimeSpan.FromTicks(ticks) : null,
            ThreadLabels = reader.ReadBoolean(),
            HoldsExit = reader.ReadBoolean(),
            Kinds = ReadKinds(reader),
        };
    }

    private static string[] ReadKinds(BinaryReader reader)
    {
        string[] kinds = new string[reader.ReadInt32()];
        for (int i = 0; i < kinds.Length; i++)
        {
            kinds[i] = reader.ReadString();
        }

        return kinds;
    }
}
