namespace Pprof.Reporting;

/// <summary>A graph, and how much was left out of it.</summary>
/// <param name="Graph">What is shown, in order.</param>
/// <param name="Count">Nodes before only the first were taken.</param>
/// <param name="DroppedNodes">Nodes that had too little.</param>
/// <param name="DroppedEdges">Calls that had too little.</param>
internal sealed record TrimmedGraph(Graph Graph, int Count, int DroppedNodes, int DroppedEdges);
