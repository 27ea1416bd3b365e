namespace Rego.Builtins.Patterns;

/// <summary>The threads of one place in the text, the preferred ones first, each with the places it has saved. Its memory is kept for the next use.</summary>
/// <param name="placeCount">How many places a thread saves.</param>
/// <param name="charge">Counts the memory, or null.</param>
internal sealed class ThreadList(int placeCount, Action<long, long>? charge)
{
    private const int FirstLength = 8;

    private int[] _steps = new int[FirstLength];
    private int[]?[] _places = new int[FirstLength][];

    internal int Count { get; private set; }

    /// <summary>Where a thread is in the program.</summary>
    internal int StepOf(int thread) => _steps[thread];

    /// <summary>The places that a thread has saved.</summary>
    internal ReadOnlySpan<int> PlacesOf(int thread) => _places[thread];

    internal void Clear() => Count = 0;

    /// <summary>Adds a thread with a copy of its places.</summary>
    internal void Add(int step, ReadOnlySpan<int> places)
    {
        if (Count == _steps.Length)
        {
            charge?.Invoke(0, (long)Count * (sizeof(int) + sizeof(long)));
            Array.Resize(ref _steps, 2 * Count);
            Array.Resize(ref _places, 2 * Count);
        }

        _steps[Count] = step;
        places.CopyTo(_places[Count] ??= NewPlaces());
        Count++;
    }

    private int[] NewPlaces()
    {
        // Many groups times many threads are much: what is not granted is not taken.
        charge?.Invoke(0, (long)placeCount * sizeof(int));
        return new int[placeCount];
    }
}
