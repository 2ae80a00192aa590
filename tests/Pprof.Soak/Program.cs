using System.Globalization;
using Pprof.Soak;

// Runs every storm at once and starts and stops a CPU profile each second at 1,000 Hz.
// Usage: Pprof.Soak [seconds]. Exit code 0: no crash, no hang, every profile valid.
double seconds = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 60;
return Soak.Run(TimeSpan.FromSeconds(seconds)) ? 0 : 1;
