using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Pprof.AspNetCore.Endpoints;
using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>What nobody has foreseen.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task Failure_of_any_kind_is_an_answer_that_the_viewer_shows_and_does_not_reach_the_server()
    {
        DefaultHttpContext context = new()
        {
            RequestServices = new ServiceCollection().AddPprof(options => options.AllowRemote = true).BuildServiceProvider(),
            Request = { Method = HttpMethods.Get },
            Response = { Body = new MemoryStream() },
        };
        await new FailingEndpoint().HandleAsync(context);

        Assert.Equal(StatusCodes.Status500InternalServerError, context.Response.StatusCode);
        Assert.Equal("1", context.Response.Headers["X-Go-Pprof"]);
        Assert.Equal("failed to collect profile\n", System.Text.Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray()));
    }

    private sealed class FailingEndpoint : PprofEndpoint
    {
        public override string Pattern => "fails";

        protected override Task AnswerAsync(HttpContext context, PprofOptions options, CancellationToken cancellationToken) =>
            throw new InvalidDataException("on purpose");
    }
}
