using Rego.Sources;
using Rego.Syntax.Terms;

namespace Rego.Analysis.Names;

/// <summary>Moves a reference of names to another place in the text.</summary>
internal static class Relocation
{
    internal static Term To(SourceLocation location, Term term) => term switch
    {
        VarTerm variable => new VarTerm(location, variable.Name),
        StringTerm text => new StringTerm(location, text.Value, text.IsRaw),
        RefTerm reference => new RefTerm(location, To(location, reference.Head), [.. reference.Path.Select(part => To(location, part))]),
        _ => term,
    };
}
