using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace LeakHunt;

/// <summary>Serves orders. Three of its paths leave something open; reading it, they are not easy to see.</summary>
internal sealed class Shop(IPEndPoint warehouse) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("leakhunt").FullName;
    private readonly Dictionary<int, Tracked> _byCustomer = [];

    public void Serve(int order)
    {
        WriteReceipt(order);
        if (order % 4 == 0)
        {
            CheckStock(order);
        }

        if (order % 10 == 0)
        {
            NotifyCustomer(customer: order % 7, order);
        }

        if (order % 25 == 0)
        {
            ImportPrices(order);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Right: closed on every path.
    private void WriteReceipt(int order)
    {
        FileStream file = new(Path.Combine(_folder, $"{order}.txt"), FileMode.Create);
        using Tracked open = new(file);
        file.Write(Encoding.UTF8.GetBytes($"order {order}\n"));
    }

    // Leaves the connection open when there is nothing in stock.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CheckStock(int order)
    {
        Socket socket = Connect();
        Tracked open = new(socket);
        if (Ask(socket, $"stock {order}").EndsWith('8'))
        {
            return;
        }

        open.Dispose();
    }

    // Forgets the connection it kept for the customer when it opens a new one.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void NotifyCustomer(int customer, int order)
    {
        Socket socket = Connect();
        _byCustomer[customer] = new Tracked(socket);
        Ask(socket, $"order {order} of {customer} is on its way");
    }

    // Leaves the file open when a price cannot be read.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ImportPrices(int order)
    {
        string path = Path.Combine(_folder, "prices.txt");
        File.WriteAllText(path, order % 50 == 0 ? "12.50" : "12,5o");
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Tracked open = new(file);
        using StreamReader reader = new(file, leaveOpen: true);
        if (decimal.TryParse(reader.ReadLine(), System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out _))
        {
            open.Dispose();
        }
    }

    private Socket Connect()
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(warehouse);
        return socket;
    }

    private static string Ask(Socket socket, string question)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(question);
        socket.Send(bytes);
        int received = 0;
        while (received < bytes.Length)
        {
            received += socket.Receive(bytes.AsSpan(received));
        }

        return Encoding.UTF8.GetString(bytes);
    }
}
