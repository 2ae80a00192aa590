namespace Pprof.RuntimeWork;

/// <summary>Something that the runtime does for the program, under the name that a profile shows.</summary>
/// <param name="Index">Its number in <see cref="KnownWork.All"/>.</param>
/// <param name="Name">In brackets, so that nobody takes it for a function: <c>[gc: mark]</c>.</param>
/// <param name="Description">In a few words, as the function's system name.</param>
/// <param name="Label">Value of the label <see cref="KnownWork.LabelKey"/>.</param>
internal sealed record Work(byte Index, string Name, string Description, string Label);
