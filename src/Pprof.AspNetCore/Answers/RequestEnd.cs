using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Pprof.AspNetCore.Answers;

/// <summary>The two reasons to stop working on an answer: nobody waits for it any more, or the server is shutting down and would wait for it.</summary>
internal sealed class RequestEnd : IDisposable
{
    private readonly HttpContext _context;
    private readonly CancellationTokenSource _end;

    public RequestEnd(HttpContext context)
    {
        CancellationToken stopping = context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? default;
        _context = context;
        _end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
    }

    public CancellationToken Token => _end.Token;

    /// <summary>True when there is nobody to answer.</summary>
    public bool IsAborted => _context.RequestAborted.IsCancellationRequested;

    public void Dispose() => _end.Dispose();
}
