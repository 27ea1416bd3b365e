namespace Rego.Builtins;

/// <summary>Where a line that a policy writes goes.</summary>
public enum BuiltinOutput
{
    /// <summary><c>print</c>.</summary>
    Print,

    /// <summary><c>trace</c>: a note in the explanation.</summary>
    Trace,
}
