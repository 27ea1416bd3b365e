namespace Rego.Types;

/// <summary>Nothing is known: the type of a variable before anything binds it. Part of no declaration.</summary>
internal sealed record UnknownType : RegoType
{
    /// <summary>The only one.</summary>
    internal static readonly UnknownType Instance = new();

    private UnknownType()
    {
    }
}
