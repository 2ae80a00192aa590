using Pprof.AspNetCore.Access;
using Xunit;

namespace Pprof.AspNetCore.Tests;

public sealed class LocalNameTests
{
    [Theory]
    [InlineData("localhost", true)]
    [InlineData("localhost.", true)]
    [InlineData("*.localhost", true)]
    [InlineData("127.1.2.3", true)]
    [InlineData("[::1]", true)]
    [InlineData("[::ffff:127.0.0.1]", true)]
    [InlineData("*", false)]
    [InlineData("", false)]
    [InlineData("notlocalhost", false)]
    [InlineData("localhost.example.com", false)]
    [InlineData("192.0.2.1", false)]
    public void Names_of_this_machine_are_told_from_others(string host, bool isLocal) => Assert.Equal(isLocal, LocalName.Is(host));
}
