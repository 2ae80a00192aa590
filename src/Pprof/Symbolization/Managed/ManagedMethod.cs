using Pprof.Runtime;

namespace Pprof.Symbolization.Managed;

/// <summary>A method by its names: strings only, so that remembering it keeps no collectible assembly alive.</summary>
/// <param name="Name">As the source says it.</param>
/// <param name="SystemName">The runtime's name with the signature.</param>
/// <param name="Module">The assembly, and whose code it is.</param>
/// <param name="ModulePath">File of the assembly; empty when it was never a file.</param>
/// <param name="ModuleId">The module's version id, which tells the loaded file from one written over it since; null when unknown.</param>
/// <param name="Token">The method's metadata token in that module; 0 when it has none.</param>
/// <param name="IsTransient">Its code may be freed while the program runs.</param>
internal sealed record ManagedMethod(
    string Name, string SystemName, CodeModule Module, string ModulePath, Guid? ModuleId, int Token, bool IsTransient);
