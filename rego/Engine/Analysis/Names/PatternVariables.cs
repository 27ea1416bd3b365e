using System.Collections.Immutable;
using Rego.Syntax.Terms;

namespace Rego.Analysis.Names;

/// <summary>The variables that matching a function's arguments binds.</summary>
internal static class PatternVariables
{
    internal static HashSet<string> Of(ImmutableArray<Term> arguments)
    {
        var names = new HashSet<string>();
        if (!arguments.IsDefault)
        {
            foreach (var argument in arguments)
            {
                Collect(argument, names);
            }
        }

        return names;
    }

    private static void Collect(Term term, HashSet<string> names)
    {
        switch (term)
        {
            case VarTerm variable:
                names.Add(variable.Name);
                break;
            case ArrayTerm array:
                foreach (var item in array.Items)
                {
                    Collect(item, names);
                }

                break;
            case ObjectTerm obj:
                foreach (var member in obj.Members)
                {
                    Collect(member.Value, names);
                }

                break;
        }
    }
}
