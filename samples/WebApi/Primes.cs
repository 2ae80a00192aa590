namespace WebApi;

/// <summary>Burns CPU time: divides by everything.</summary>
internal static class Primes
{
    public static int CountBelow(int limit)
    {
        int count = 0;
        for (int number = 2; number < limit; number++)
        {
            if (IsPrime(number))
            {
                count++;
            }
        }

        return count;
    }

    private static bool IsPrime(int number)
    {
        for (int divisor = 2; divisor < number; divisor++)
        {
            if (number % divisor == 0)
            {
                return false;
            }
        }

        return true;
    }
}
