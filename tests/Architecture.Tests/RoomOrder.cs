namespace Architecture.Tests;

/// <summary>
/// Finds an order of rooms with few arrows that point backwards, knowing nothing of the one that is meant: from many random orders,
/// each room is moved to where it does best until none can be moved (local search by insertion).
/// </summary>
internal static class RoomOrder
{
    private const int Starts = 300;

    /// <summary>The fewest backward file edges that were found, and the order.</summary>
    /// <param name="rooms">The rooms.</param>
    /// <param name="edges">How many files of a room name files of another one.</param>
    public static (int Backward, string[] Order) Find(IReadOnlyList<string> rooms, IReadOnlyDictionary<(string From, string To), int> edges)
    {
        var random = new Random(1);
        var best = (Backward: int.MaxValue, Order: Array.Empty<string>());
        for (var start = 0; start < Starts && best.Backward > 0; start++)
        {
            var order = rooms.ToList();
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(order));
            while (Improve(order, edges))
            {
            }

            var backward = Backward(order, edges);
            best = backward < best.Backward ? (backward, [.. order]) : best;
        }

        return best;
    }

    /// <summary>How many edges lead from a room to one that stands after it.</summary>
    public static int Backward(IReadOnlyList<string> order, IReadOnlyDictionary<(string From, string To), int> edges) =>
        order.SelectMany((room, i) => order.Skip(i + 1).Select(later => edges.GetValueOrDefault((room, later)))).Sum();

    private static bool Improve(List<string> order, IReadOnlyDictionary<(string From, string To), int> edges)
    {
        foreach (var room in order.ToArray())
        {
            var before = (Count: Backward(order, edges), At: order.IndexOf(room));
            var best = before;
            for (var at = 0; at < order.Count; at++)
            {
                order.Remove(room);
                order.Insert(at, room);
                best = Backward(order, edges) is var count && count < best.Count ? (count, at) : best;
            }

            order.Remove(room);
            order.Insert(best.At, room);
            if (best.Count < before.Count)
            {
                return true;
            }
        }

        return false;
    }
}
