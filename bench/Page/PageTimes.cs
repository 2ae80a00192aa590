namespace PageBench;

/// <summary>Milliseconds of one visit.</summary>
/// <param name="Shown">From the start of loading to the first picture.</param>
/// <param name="Script">Of these, in our script: reading the data, adding up, drawing.</param>
/// <param name="Search">From a change in the search box to the new picture.</param>
/// <param name="Switch">From a click on another sample type to the new picture.</param>
/// <param name="Zoom">From a click on a frame to the new picture, its lines, its callers and its callees.</param>
/// <param name="Own">From a press of "Own code" to the picture of the program's frames alone.</param>
internal sealed record PageTimes(double Shown, double Script, double Search, double Switch, double Zoom, double Own);
