using System.Text;
using System.Text.Json;
using Pprof.Runtime;
using Xunit;

namespace Pprof.Tests.Runtime;

public class ContractDescriptorTests
{
    private const string Sample = """
        {"version":0,"baseline":"empty",
         "types":{"Thread":{"!":600,"Frame":8,"LinkNext":[112,"pointer"]},"Empty":{}},
         "globals":{"Small":["0x1f","uint8"],"Plain":7,"Store":[[1],"pointer"],"Beyond":[[9],"pointer"],"Os":["unix","string"]},
         "contracts":{"Thread":1}}
        """;

    private static ContractDescriptor Parse(string json) => new(ContractJson.Parse(Encoding.UTF8.GetBytes(json)), [0x10, 0x2000]);

    [Fact]
    public void Offsets_sizes_constants_and_addresses_are_found_by_name()
    {
        ContractDescriptor d = Parse(Sample);
        Assert.Equal((8, 112, 600), (d.Offset("Thread", "Frame"), d.Offset("Thread", "LinkNext"), d.Size("Thread")));
        Assert.Equal((0x1fUL, 7UL, 0x2000UL), (d.Global("Small"), d.Global("Plain"), d.Global("Store")));
        Assert.Null(d.TakeMissing());
    }

    [Fact]
    public void Contract_versions_are_numbers_on_one_runtime_and_text_on_the_next()
    {
        ContractDescriptor d = Parse("""{"types":{},"globals":{},"contracts":{"Thread":1,"StackWalk":"c1"}}""");
        d.Require("Thread", "1", "c1");
        d.Require("StackWalk", "1", "c1");
        Assert.Null(d.TakeMissing());
        Assert.Null(d.ContractVersion("ExecutionManager"));
    }

    [Fact]
    public void Field_that_only_some_runtimes_describe_is_where_it_is_known_to_be()
    {
        ContractDescriptor d = Parse(Sample);
        Assert.Equal((8, 24), (d.OffsetOr("Thread", "Frame", 24), d.OffsetOr("Thread", "Datum", 24)));
        Assert.Null(d.TakeMissing());
    }

    [Fact]
    public void Everything_missing_is_named_once()
    {
        ContractDescriptor d = Parse(Sample);
        d.Offset("Thread", "OSId");
        d.Global("Beyond");
        d.Global("Os");
        d.Require("Thread", "2", "c1");
        Assert.Equal(
            "the runtime's description lacks Thread.OSId, Beyond, Os, contract Thread 2 or c1 (the runtime offers 1)", d.TakeMissing());
        Assert.Null(d.TakeMissing());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"types":{"T":{"F":99999999999}},"globals":{},"contracts":{}}""")]
    public void Text_that_is_no_description_is_refused(string json) =>
        Assert.True(Record.Exception(() => Parse(json)) is JsonException or FormatException or InvalidOperationException);

    [Fact]
    public void This_runtime_describes_its_code_and_its_threads()
    {
        ContractDescriptor? d = ContractDescriptor.TryLoad(out string? reason);
        Assert.True(d is not null, reason);
        Assert.True(CodeMap.TryCreate(d, out reason) is not null, reason);
        Assert.True(ThreadList.TryCreate(d, out reason) is not null, reason);
    }

    [Fact]
    public void Another_contract_version_is_refused_with_its_number()
    {
        CodeMap? map = CodeMap.TryCreate(Parse(Sample), out string? reason);
        Assert.Null(map);
        Assert.Contains("contract ExecutionManager 2 or c1 (the runtime offers none)", reason);
    }
}
