namespace Pprof.Runtime;

/// <summary>Which method a MethodDesc stands for, in terms that stay valid when the MethodDesc does not.</summary>
/// <param name="Module">Address of the runtime's Module; not to be followed.</param>
/// <param name="Token">The method's token in that module's metadata.</param>
/// <param name="IsCollectible">Its type, or a type argument of that, may be unloaded.</param>
/// <param name="DynamicName">Name of a method without metadata (<c>DynamicMethod</c>); null for all others.</param>
internal readonly record struct MethodIdentity(ulong Module, int Token, bool IsCollectible, string? DynamicName);
