using Xunit;

namespace Pprof.AspNetCore.Tests;

/// <summary>One server with the defaults, for tests that change nothing in it.</summary>
public sealed class SiteFixture : IAsyncLifetime
{
    internal Site Site { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Site = await Site.StartAsync();

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
