namespace Rego.Planning;

/// <summary>The slots of one body's variables, and which of them have a value at the present place.</summary>
/// <param name="reservedSlots">The slots that are taken: the operands of a function, or the key of a member.</param>
/// <param name="reservedStates">The states that are taken, by other bodies of the unit too: a collector stays with its comprehension.</param>
internal sealed class VariableTable(int reservedSlots, int reservedStates)
{
    private readonly Dictionary<string, int> _slots = [];
    private readonly HashSet<string> _bound = [];
    private readonly List<string> _order = [];

    /// <summary>How many slots there are so far.</summary>
    internal int SlotCount { get; private set; } = reservedSlots;

    /// <summary>How many states there are so far.</summary>
    internal int StateCount { get; private set; } = reservedStates;

    /// <summary>How many variables have a value here; to go back to with <see cref="Release"/>.</summary>
    internal int Mark => _order.Count;

    /// <summary>The variables that have values here, each with its slot, in the order in which they got them.</summary>
    internal IEnumerable<KeyValuePair<string, int>> Bound => _order.Select(name => KeyValuePair.Create(name, _slots[name]));

    internal bool IsBound(string name) => _bound.Contains(name);

    /// <summary>The slot of a variable that has a value.</summary>
    internal int SlotOf(string name) =>
        _bound.Contains(name) ? _slots[name] : throw new InvalidOperationException($"variable {name} has no value where it is read");

    /// <summary>The variable has a value from here on.</summary>
    /// <returns>Its slot.</returns>
    internal int Bind(string name)
    {
        if (!_slots.TryGetValue(name, out var slot))
        {
            slot = SlotCount++;
            _slots.Add(name, slot);
        }

        MarkBound(name);
        return slot;
    }

    /// <summary>The variable has a value from here on, in a slot that is there already.</summary>
    internal void BindTo(string name, int slot)
    {
        _slots.Add(name, slot);
        MarkBound(name);
    }

    /// <summary>Whether the slot is that of a variable.</summary>
    internal bool IsNamed(int slot) => _slots.ContainsValue(slot);

    /// <summary>Slots without a name that follow one another; the first is answered.</summary>
    internal int AddSlots(int count)
    {
        var first = SlotCount;
        SlotCount += count;
        return first;
    }

    /// <summary>A state for a collector.</summary>
    internal int AddState() => StateCount++;

    /// <summary>Leaves a nested body: what it bound has no value outside.</summary>
    internal void Release(int mark)
    {
        for (var i = _order.Count - 1; i >= mark; i--)
        {
            _bound.Remove(_order[i]);
        }

        _order.RemoveRange(mark, _order.Count - mark);
    }

    private void MarkBound(string name)
    {
        if (_bound.Add(name))
        {
            _order.Add(name);
        }
    }
}
