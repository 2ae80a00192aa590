using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Options;

namespace Pprof.AspNetCore.Labels;

/// <summary>Puts <see cref="RequestLabels"/> around everything the application does with a request, when its options say so.</summary>
internal sealed class LabelStartupFilter(IOptions<PprofOptions> options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (options.Value.LabelRequests)
        {
            app.Use(RequestLabels.HandleAsync);
        }

        next(app);
    };
}
