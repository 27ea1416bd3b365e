namespace Rego.Parsing;

/// <summary>A list that grows at its end and never changes what is in it: going back to an older end is free.</summary>
internal sealed class Chain<T>
{
    private Chain(Chain<T>? previous, T item)
    {
        Previous = previous;
        Item = item;
        Count = (previous?.Count ?? 0) + 1;
    }

    internal Chain<T>? Previous { get; }

    internal T Item { get; }

    internal int Count { get; }

    internal static Chain<T> Append(Chain<T>? chain, T item) => new(chain, item);

    internal static T[] ToArray(Chain<T>? chain)
    {
        var items = new T[chain?.Count ?? 0];
        for (var link = chain; link is not null; link = link.Previous)
        {
            items[link.Count - 1] = link.Item;
        }

        return items;
    }
}
