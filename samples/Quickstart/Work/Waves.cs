namespace Quickstart.Work;

/// <summary>Numbers: most of the time is in the C library's mathematics, called from one small loop.</summary>
internal static class Waves
{
    public static void Run(Corpus corpus)
    {
        double energy = 0;
        for (int i = 0; i < 200_000; i++)
        {
            energy += Sample(i * 0.001);
        }

        if (double.IsNaN(energy))
        {
            throw new InvalidOperationException("The wave has no energy.");
        }
    }

    private static double Sample(double time) => Math.Pow(Math.Sin(time), 2) + (0.5 * Math.Exp(-time / 60) * Math.Cos(3 * time));
}
