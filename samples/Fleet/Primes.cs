namespace Fleet;

/// <summary>Work that shows in a profile.</summary>
internal static class Primes
{
    public static int CountBelow(int limit)
    {
        int count = 0;
        for (int number = 2; number < limit; number++)
        {
            count += IsPrime(number) ? 1 : 0;
        }

        return count;
    }

    private static bool IsPrime(int number)
    {
        for (int divisor = 2; divisor * divisor <= number; divisor++)
        {
            if (number % divisor == 0)
            {
                return false;
            }
        }

        return true;
    }
}
