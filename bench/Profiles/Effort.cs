namespace Profiles;

/// <summary>How much to measure.</summary>
/// <param name="Rounds">How often each row is measured, in turns with the row it is compared with.</param>
internal sealed record Effort(int Rounds);
