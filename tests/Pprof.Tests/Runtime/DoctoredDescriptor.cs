using Pprof.Runtime;
using Xunit;

namespace Pprof.Tests.Runtime;

/// <summary>The description of the runtime that runs these tests, with one thing changed: what a runtime after it may say.</summary>
internal static class DoctoredDescriptor
{
    public static ContractDescriptor WithContract(string name, string version) =>
        With(json => json.Contracts[name] = version);

    public static ContractDescriptor WithoutField(string type, string field) =>
        With(json => Assert.True(json.Types[type].Remove(field), $"{type}.{field} is not described here either"));

    public static ContractDescriptor WithField(string type, string field, int offset) =>
        With(json => json.Types[type][field] = offset);

    private static ContractDescriptor With(Action<ContractJson> change)
    {
        ContractDescriptor own = ContractDescriptor.TryLoad(out _)!;
        ContractJson copy = new()
        {
            Types = own.Json.Types.ToDictionary(type => type.Key, type => new Dictionary<string, int>(type.Value)),
            Globals = new(own.Json.Globals),
            Contracts = new(own.Json.Contracts),
        };
        change(copy);
        return new ContractDescriptor(copy, own.Pointers);
    }
}
