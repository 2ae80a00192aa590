namespace Pprof.Unwinding.Native;

/// <summary>Finds the FDE of an image that describes an instruction.</summary>
internal interface IFrameIndex
{
    /// <summary>
    /// The FDE with the greatest start not above <paramref name="address"/>. Whether it reaches that far is for the FDE to say.
    /// </summary>
    bool TryFind(ulong address, out ulong descriptionAddress);

    /// <summary>Every FDE, in the order of code addresses.</summary>
    IEnumerable<ulong> All();
}
