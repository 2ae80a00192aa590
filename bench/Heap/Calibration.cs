namespace Heap;

/// <summary>Brings a load to a number of bytes a second. What allocating and collecting costs is in it, because it is measured, not computed.</summary>
internal static class Calibration
{
    private const int Attempts = 10;
    private const int MostThreads = 2;
    private const double Near = 0.05;

    /// <summary>Throws nothing when the machine cannot do so many: see <see cref="IsReached"/>.</summary>
    /// <returns>Bytes a second, measured.</returns>
    public static double Reach(AllocationLoad load, double bytesPerSecond)
    {
        double turnsPerSecond = AllocationLoad.TurnsPerSecond();
        double rate = Measure(load);
        for (int i = 0; i < Attempts && Math.Abs((rate / bytesPerSecond) - 1) > Near; i++)
        {
            if (!TryAdjust(load, bytesPerSecond, rate, turnsPerSecond))
            {
                return rate;
            }

            rate = Measure(load);
        }

        return rate;
    }

    public static bool IsReached(double rate, double wanted) => rate >= wanted * (1 - (2 * Near));

    // A unit takes a thread the time of its turns, and some for allocating and collecting, which stays the same: so many turns more or less make up for the difference.
    private static bool TryAdjust(AllocationLoad load, double wanted, double measured, double turnsPerSecond)
    {
        double unit = AllocationLoad.BytesOf(1) * load.Threads;
        double spins = load.Spins + (((unit / wanted) - (unit / measured)) * turnsPerSecond);
        if (spins >= 0)
        {
            load.Spins = (int)spins;
            return true;
        }

        bool canBeFaster = load.Spins > 0 || load.Threads < MostThreads;
        if (load.Spins == 0 && canBeFaster)
        {
            load.AddThread();
        }

        load.Spins = 0;
        return canBeFaster;
    }

    // Two segments: with a large heap a collection of all generations falls into one or the other.
    private static double Measure(AllocationLoad load)
    {
        Thread.Sleep(Options.Segment / 2);
        return AllocationLoad.BytesOf((Segment.Measure(load).UnitsPerSecond + Segment.Measure(load).UnitsPerSecond) / 2);
    }
}
