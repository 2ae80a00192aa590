namespace Pprof.Profiles.Events;

/// <summary>What an event that was kept stands for, together with those like it that were not.</summary>
/// <param name="Count">Events.</param>
/// <param name="Delay">Their durations together, in the unit of the event's own.</param>
internal readonly record struct EventWeight(long Count, long Delay);
