using System.Collections.Immutable;
using Rego.Analysis.Names;
using Rego.Evaluation.Documents;
using Rego.Evaluation.Tracing;
using Rego.Parsing;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Expressions;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Values;

namespace Rego.Planning.Tracing;

/// <summary>What one branch of a rule wants, statement by statement.</summary>
internal sealed class TracedIndexCollector(PlannedPolicy policy, ImmutableArray<Term> arguments)
{
    private readonly Dictionary<string, RegoValue> _constants = [];

    /// <summary>What is wanted of each term.</summary>
    internal List<(TracedIndexTerm Term, TracedIndexEntry Entry)> Wanted { get; } = [];

    /// <summary>The terms, each time they are looked at, with the place of the document's name.</summary>
    internal List<(TracedIndexTerm Term, SourceLocation Location)> Mentions { get; } = [];

    internal void Collect(Body? body)
    {
        if (body is null || body.Expressions.Any(SkipsIndexing))
        {
            return;
        }

        foreach (var expression in body.Expressions)
        {
            if (!expression.IsNegated && expression.WithModifiers.IsDefaultOrEmpty && expression is TermExpression statement)
            {
                Collect(statement);
            }
        }
    }

    private static bool SkipsIndexing(Expression expression) =>
        expression is TermExpression { Term: CallTerm call } && BuiltinNames.Of(call.Operator) is SpecialCalls.InternalPrint or SpecialCalls.TestCase;

    private void Collect(TermExpression statement)
    {
        if (statement.Term is RefTerm reference)
        {
            AddReference(reference, new TracedIndexEntry());
            return;
        }

        if (statement.Term is not CallTerm call)
        {
            return;
        }

        switch (BuiltinNames.Of(call.Operator), call.Arguments.Length)
        {
            case (SpecialCalls.Unify or SpecialCalls.Equal, 2):
                AddEquality(call.Arguments[0], call.Arguments[1]);
                break;
            case ("glob.match", 3):
                AddGlob(call);
                break;
            case ("internal.member_2", 2):
                AddMember(call.Arguments[0], call.Arguments[1]);
                break;
        }
    }

    private void AddEquality(Term left, Term right)
    {
        if (!TryAddElement(left, right) && !TryAddElement(right, left) && !TryAddEquality(left, right))
        {
            TryAddEquality(right, left);
        }
    }

    /// <summary><c>input.xs[_] = 1</c>: an element of a document.</summary>
    private bool TryAddElement(Term element, Term value)
    {
        if (element is not RefTerm { Path.IsEmpty: false } reference || ConstantTerms.ToScalar(reference.Path[^1]) is not null || ScalarOf(value) is not { } scalar)
        {
            return false;
        }

        var collection = Make.Ref(reference.Location, reference.Head, reference.Path[..^1]);
        return AddReference(collection, new TracedIndexEntry { Value = scalar });
    }

    private bool TryAddEquality(Term subject, Term value)
    {
        if (subject is VarTerm variable && !RootDocuments.IsRoot(variable))
        {
            if (TermValues.ToValue(value) is { } constant)
            {
                _constants[variable.Name] = constant;
            }

            return EntryOf(value) is { } known && TermOf(variable) is { } term && Add(term, known, default);
        }

        var entry = value is VarTerm other && _constants.TryGetValue(other.Name, out var resolved) ? EntryOf(ValueTerms.Of(resolved)) : EntryOf(value);
        return entry is not null && AddReference(subject, entry);
    }

    private void AddGlob(CallTerm call)
    {
        if (call.Arguments[2] is VarTerm match && TermOf(match) is { } term
            && call.Arguments[0] is StringTerm pattern && GlobPatterns.DelimitersOf(call.Arguments[1]) is { } delimiters
            && GlobPatterns.PartsOf(pattern.Value, delimiters) is { } parts)
        {
            Add(term, new TracedIndexEntry { Pattern = parts, Delimiters = delimiters }, default);
        }
    }

    private void AddMember(Term member, Term collection)
    {
        if (member is VarTerm variable && TermOf(variable) is { } term)
        {
            var values = collection is VarTerm other && _constants.TryGetValue(other.Name, out var resolved) ? resolved : TermValues.ToValue(collection);
            foreach (var value in ElementsOf(values))
            {
                Add(term, EntryOf(ValueTerms.Of(value)) ?? new TracedIndexEntry(), default);
            }

            return;
        }

        var entry = ScalarOf(member) is { } scalar ? new TracedIndexEntry { Value = scalar } : member is VarTerm ? new TracedIndexEntry() : null;
        if (entry is null)
        {
            return;
        }

        if (collection is VarTerm holder && !RootDocuments.IsRoot(holder))
        {
            if (TermOf(holder) is { Operand: < 0 } document)
            {
                Add(document, entry, default);
            }
        }
        else
        {
            AddReference(collection, entry);
        }
    }

    private static IEnumerable<RegoValue> ElementsOf(RegoValue? values) => values switch
    {
        RegoArray array => array.Items.ToArray(),
        RegoSet set => set.Items.ToArray(),
        RegoObject members => members.Values.ToArray(),
        _ => [],
    };

    private RegoValue? ScalarOf(Term term) => term is VarTerm variable ? ScalarOf(_constants.GetValueOrDefault(variable.Name)) : ConstantTerms.ToScalar(term);

    private static RegoValue? ScalarOf(RegoValue? value) => value is { Kind: < RegoKind.Array } ? value : null;

    /// <summary>What a term wants of the other side: a scalar, an array of scalars and variables, or anything; null where the index cannot tell.</summary>
    private static TracedIndexEntry? EntryOf(Term term) => term switch
    {
        VarTerm variable => RootDocuments.IsRoot(variable) ? null : new TracedIndexEntry { Variable = variable.Name },
        ArrayTerm array when array.Items.All(item => item is VarTerm || ConstantTerms.ToScalar(item) is not null) =>
            new TracedIndexEntry { Pattern = [.. array.Items.Select(ConstantTerms.ToScalar)] },
        _ => ConstantTerms.ToScalar(term) is { } value ? new TracedIndexEntry { Value = value } : null,
    };

    private bool AddReference(Term term, TracedIndexEntry entry)
    {
        var (head, path) = term is RefTerm reference ? (reference.Head, reference.Path) : (term, []);
        if (!RootDocuments.IsRoot(head) || !path.All(part => ConstantTerms.ToScalar(part) is not null))
        {
            return false;
        }

        var isInput = ((VarTerm)head).Name == RootDocuments.Input;
        var keys = RegoArray.From(path.Select(part => ConstantTerms.ToScalar(part)!));
        return (isInput || !IsVirtual(keys)) && Add(new TracedIndexTerm(-1, isInput, keys), entry, head.Location);
    }

    private bool IsVirtual(RegoArray keys)
    {
        var place = policy.Root;
        foreach (var key in keys.Items)
        {
            if (place.Rule is not null || place.Function is not null || !place.TryGetChild(key, out var child))
            {
                return place.Rule is not null || place.Function is not null;
            }

            place = child;
        }

        return true;
    }

    /// <summary>The document or operand whose value a variable holds, or null.</summary>
    private TracedIndexTerm? TermOf(VarTerm variable)
    {
        var found = Wanted.Find(wanted => wanted.Entry.Variable == variable.Name).Term;
        if (found is not null || arguments.IsDefaultOrEmpty)
        {
            return found;
        }

        var at = arguments.ToList().FindIndex(argument => argument is VarTerm other && other.Name == variable.Name);
        return at < 0 ? null : new TracedIndexTerm(at, IsInput: false, RegoArray.From([]));
    }

    private bool Add(TracedIndexTerm term, TracedIndexEntry entry, SourceLocation location)
    {
        Mentions.Add((term, location));
        for (var i = 0; i < Wanted.Count; i++)
        {
            var (other, known) = Wanted[i];
            if (!other.Equals(term) || (known.IsAny && entry.IsAny && known.Variable != entry.Variable))
            {
                continue;
            }

            if (known.Equals(entry))
            {
                return true;
            }

            if (known.IsAny && !entry.IsAny)
            {
                Wanted[i] = (term, entry);
                return true;
            }
        }

        Wanted.Add((term, entry));
        return true;
    }
}
