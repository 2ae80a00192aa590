using Pprof;
using WebApi;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddPprof(options =>
{
    options.LabelRequests = true;
    options.Enable = ProfileKinds.Heap | ProfileKinds.Tasks;
});

WebApplication app = builder.Build();
app.MapPprof();

// A small shop with a weakness on every path. README.md finds them one by one.
app.MapGet("/primes/{limit:int}", (int limit) => Primes.CountBelow(limit));
app.MapGet("/report/{rows:int}", (int rows) => Report.Write(rows).Length);
app.MapPost("/baskets/{customer}", (string customer) => Baskets.Open(customer));
app.MapGet("/stock/{article}", (string article) => Stock.Take(article));
app.MapGet("/orders/{id:int}", (int id, CancellationToken cancellationToken) => Orders.LoadAsync(id, cancellationToken));

await app.RunAsync();
