using System.Globalization;
using System.Net;
using System.Text;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.AspNetCore.Tests;

public sealed class SymbolTests(SiteFixture fixture) : IClassFixture<SiteFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Addresses_of_a_profile_have_the_names_they_have_in_it()
    {
        TestSupport.Proto.Profile profile = ProfileOracle.AssertValid(await fixture.Site.BytesAsync("goroutine"));
        Dictionary<ulong, string> functions = profile.Function.ToDictionary(function => function.Id, function => profile.StringTable[(int)function.Name]);
        string[] expected = [.. profile.Location
            .Where(location => location.Address != 0 && functions[location.Line[0].FunctionId][0] != '[')
            .Select(location => $"0x{location.Address:x} {functions[location.Line[0].FunctionId]}")];
        string query = string.Join('+', expected.Select(line => line.Split(' ')[0]));

        Assert.NotEmpty(expected);
        Assert.Equal($"num_symbols: 1\n{string.Join('\n', expected)}\n", await GetAsync(query));
        Assert.Equal(await GetAsync(query), await PostAsync(query));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x0")]
    [InlineData("0x1+0x2")]
    [InlineData("hello+0xzz+-1+%3Cscript%3E+99999999999999999999999")]
    [InlineData("0xffffffffffffffff+0x7fffffffffffffff")]
    public async Task What_is_no_address_of_a_function_is_passed_over(string query)
    {
        Assert.Equal("num_symbols: 1\n", await GetAsync(query));
        Assert.Equal("num_symbols: 1\n", await PostAsync(query));
    }

    // The runtime believes what it is asked. Whoever asks over the network must not be able to crash it by an address.
    [Fact]
    public async Task Any_address_in_the_process_can_be_asked_about()
    {
        Random random = new(7);
        List<string> addresses = [];
        foreach (string line in await File.ReadAllLinesAsync("/proc/self/maps", Cancel))
        {
            string[] range = line.Split(' ')[0].Split('-');
            ulong start = ulong.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            ulong size = ulong.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) - start;
            int count = line.Contains('x', StringComparison.Ordinal) ? 40 : 5;
            addresses.AddRange(Enumerable.Range(0, count).Select(_ => $"0x{start + (ulong)random.NextInt64((long)size):x}"));
        }

        foreach (string[] some in addresses.Chunk(1000))
        {
            string names = await PostAsync(string.Join('+', some));
            Assert.StartsWith("num_symbols: 1\n", names, StringComparison.Ordinal);
            Assert.DoesNotContain(" [", names, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task More_than_a_profile_has_are_refused()
    {
        using HttpResponseMessage response = await fixture.Site.Client.PostAsync("debug/pprof/symbol", new StringContent(new string('+', 300 << 10)), Cancel);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    private async Task<string> GetAsync(string query) => Encoding.UTF8.GetString(await fixture.Site.BytesAsync($"symbol?{query}"));

    private async Task<string> PostAsync(string addresses)
    {
        using HttpResponseMessage response = await fixture.Site.Client.PostAsync("debug/pprof/symbol", new StringContent(addresses), Cancel);
        return await response.Content.ReadAsStringAsync(Cancel);
    }
}
