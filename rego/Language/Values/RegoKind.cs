namespace Rego.Values;

/// <summary>The kinds of values, in the order in which Rego sorts values of different kinds.</summary>
public enum RegoKind : byte
{
    /// <summary>No value at all; never part of another value.</summary>
    Undefined = 0,

    /// <summary><c>null</c>.</summary>
    Null = 1,

    /// <summary><c>true</c> and <c>false</c>.</summary>
    Boolean = 2,

    /// <summary>A number of any size.</summary>
    Number = 3,

    /// <summary>A string of Unicode characters.</summary>
    String = 4,

    /// <summary>An ordered list of values.</summary>
    Array = 5,

    /// <summary>Values by key, where a key is any value.</summary>
    Object = 6,

    /// <summary>Distinct values without an order of their own.</summary>
    Set = 7,
}
