using Pprof.EventPipe.Hub;

namespace Pprof.Tests.EventPipe;

/// <summary>
/// A thread that writes events while one session replaces another, as the runtime would write them: into the sessions that are on when their turn comes, at a time of its
/// own in each. It knows which session has what.
/// </summary>
internal sealed class OverlappingThread(Random random, ulong id, Func<int, int> contentOf)
{
    /// <summary>Probability that an event is dropped by a session.</summary>
    public double Drops { get; init; }

    /// <summary>Probability that the processor is taken away before a stamp.</summary>
    public double Pauses { get; init; }

    public int MostBetweenCopies { get; init; } = 9;

    public (int Least, int Most) BetweenEvents { get; init; } = (20, 400);

    /// <summary>The first event in a session waits for a buffer.</summary>
    public int FirstWaits { get; init; }

    public List<(ulong Time, int Number)> Old { get; } = [];

    public List<(ulong Time, int Number)> New { get; } = [];

    /// <summary>Events that a session has not though it was on.</summary>
    public int Dropped { get; private set; }

    public int Written { get; private set; }

    /// <summary>Events that neither session has.</summary>
    public int LostOfBoth { get; private set; }

    public ulong Id => id;

    public int ContentOf(int number) => contentOf(number);

    /// <param name="from">Time of the first event.</param>
    /// <param name="until">None begins after it.</param>
    /// <param name="begin">From when on the new session is on.</param>
    /// <param name="end">When the old session ends.</param>
    /// <param name="oldFirst">Which session is written first.</param>
    public void Run(ulong from, ulong until, ulong begin, ulong end, bool oldFirst)
    {
        for (ulong now = from; now < until; now += (ulong)random.Next(BetweenEvents.Least, BetweenEvents.Most), Written++)
        {
            bool isInOld = false, isInNew = false, isDropped = false;
            foreach (bool isOld in (bool[])[oldFirst, !oldFirst])
            {
                bool isOn = isOld ? now < end : now >= begin;
                if (isOn)
                {
                    List<(ulong, int)> session = isOld ? Old : New;
                    now += Delay(session.Count == 0);
                    bool isWritten = random.NextDouble() >= Drops;
                    (isInOld, isInNew) = (isInOld || (isOld && isWritten), isInNew || (!isOld && isWritten));
                    isDropped |= !isWritten;
                    if (isWritten)
                    {
                        session.Add((now, Written));
                    }
                }
            }

            Dropped += isDropped ? 1 : 0;
            LostOfBoth += isInOld || isInNew ? 0 : 1;
        }
    }

    private ulong Delay(bool isFirst) =>
        (ulong)(random.Next(1, MostBetweenCopies) + (isFirst ? FirstWaits : 0) + (random.NextDouble() < Pauses ? random.Next(100, 100_000) : 0));

    public void RememberIn(SessionOverlap overlap) => Old.ForEach(one => overlap.Remember(Id, one.Time, ContentOf(one.Number)));
}
