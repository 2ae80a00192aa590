using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Pprof.AspNetCore.Tests;

/// <summary>An address of this machine that is not loopback: connections to it have it as their peer too.</summary>
internal static class ForeignAddress
{
    public static IPAddress? OfThisMachine => NetworkInterface.GetAllNetworkInterfaces()
        .Where(one => one.OperationalStatus == OperationalStatus.Up)
        .SelectMany(one => one.GetIPProperties().UnicastAddresses)
        .Select(one => one.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
}
