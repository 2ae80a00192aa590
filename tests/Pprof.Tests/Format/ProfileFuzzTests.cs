using Pprof.Format;
using Pprof.TestSupport;
using Xunit;

namespace Pprof.Tests.Format;

/// <summary>Damaged files, the same ones in every run: each is read or refused with the one documented exception.</summary>
[Trait("Part", "slow")]
public sealed class ProfileFuzzTests
{
    private const int Mutations = 100_000;

    // Small limits keep it quick; the paths are the same.
    private static readonly ReadLimits Limits = new(Bytes: 1 << 20, MemoryBytes: 8 << 20);

    [Fact]
    public void Damaged_files_are_read_or_refused_and_nothing_else()
    {
        byte[][] files = [.. Seeds()];
        Random random = new(20_261_123);
        int refused = 0;
        for (int i = 0; i < Mutations; i++)
        {
            byte[] file = Mutation.Of(files, random);
            refused += Try(file, i) ? 0 : 1;
        }

        // Both ends matter: if everything were refused at once, nothing behind the first check would be tested.
        TestContext.Current.TestOutputHelper?.WriteLine($"{refused} refused of {Mutations}");
        Assert.InRange(refused, Mutations / 10, Mutations * 9 / 10);
    }

    private static bool Try(byte[] file, int number)
    {
        try
        {
            // What is accepted must also be consistent enough to be written again.
            ProfileDecoder.Read(file, Limits).WriteTo(Stream.Null);
            return true;
        }
        catch (ProfileFormatException)
        {
            return false;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Mutation {number}: {Convert.ToBase64String(file)}", e);
        }
    }

    /// <summary>Small ones, so that a mutation hits something; three in four uncompressed, because a checksum stops most of the others.</summary>
    private static IEnumerable<byte[]> Seeds()
    {
        foreach (ProfileData profile in RandomProfiles.Take(60).Append(GivenProfiles.Small()))
        {
            byte[] file = GivenProfiles.Write(profile);
            byte[] message = ProtoOracle.Decompress(file);
            if (message.Length < 2_000)
            {
                yield return message;
                yield return message;
                yield return message;
                yield return file;
            }
        }
    }
}
