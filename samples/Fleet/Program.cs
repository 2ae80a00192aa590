using Fleet;
using Pprof;

// One program for all ways to collect profiles of many: it is asked by a scraper, or sends to wherever the environment says.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddPprof(options => options.Enable = ProfileKinds.Heap | ProfileKinds.Mutex | ProfileKinds.Exceptions);
builder.Services.AddPprofExport(options => Targets.Add(options, name => Environment.GetEnvironmentVariable(name)));

WebApplication app = builder.Build();

// Scrapers are other machines: they come to a port of their own, which stays inside the cluster.
app.MapPprof().RequireHost("*:9090");
app.MapGet("/primes/{limit:int}", (int limit) => Primes.CountBelow(limit));
await app.RunAsync();
