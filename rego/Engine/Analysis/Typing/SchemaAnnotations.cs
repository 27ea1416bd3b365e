using Rego.Analysis.Metadata;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Printing;
using Rego.Schemas;
using Rego.Sources;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Types;
using Rego.Values;

namespace Rego.Analysis.Typing;

/// <summary>What the <c>schemas</c> of metadata say of the types that a rule meets.</summary>
internal sealed class SchemaAnnotations
{
    private readonly Compilation _compilation;
    private readonly AnnotationSet? _annotations;
    private readonly Dictionary<RegoArray, RegoType> _types = [];
    private readonly Dictionary<RegoValue, RegoType> _definitions = new(ReferenceEqualityComparer.Instance);

    internal SchemaAnnotations(Compilation compilation)
    {
        _compilation = compilation;
        var isUsed = compilation.Modules.Any(module => module.Annotations.Any(block => block.Value["schemas"].IsDefined));
        _annotations = isUsed ? new AnnotationSet(compilation.Modules) : null;
    }

    /// <summary>The types to look up before all others in a rule or one of its <c>else</c> branches; null where there are none.</summary>
    internal TypeNode? TypesFor(RuleDefinition definition, Rule branch, TypeNode globals)
    {
        if (_annotations is null)
        {
            return null;
        }

        TypeNode? types = null;
        foreach (var schema in _annotations.SchemasOf(definition, branch))
        {
            if (TypeOf(schema, branch) is { } type)
            {
                Put(types ??= new TypeNode(), globals, PathOf(schema["path"]), type);
            }
        }

        return types;
    }

    /// <summary>The type that one entry tells; null where no schemas are given, or an error is reported.</summary>
    private RegoType? TypeOf(RegoObject schema, Rule branch)
    {
        if (schema["schema"] is not RegoArray reference)
        {
            return TypeOfDefinition(schema["definition"], branch);
        }

        var path = RegoArray.From([.. PathOf(reference).Skip(1)]);
        if (_compilation.Options.Schemas is not { } schemas || _types.TryGetValue(path, out var type))
        {
            return _types.GetValueOrDefault(path);
        }

        if (schemas.Find(path) is not { } found)
        {
            Report($"undefined schema: {Print(reference)}", branch);
            return null;
        }

        type = Convert(found, branch);
        if (type is not null)
        {
            _types.Add(path, type);
        }

        return type;
    }

    private RegoType? TypeOfDefinition(RegoValue definition, Rule branch)
    {
        if (!_definitions.TryGetValue(definition, out var type) && Convert(definition, branch) is { } found)
        {
            type = _definitions[definition] = found;
        }

        return type;
    }

    private RegoType? Convert(RegoValue schema, Rule branch)
    {
        try
        {
            return SchemaTypes.TypeOf(schema);
        }
        catch (SchemaException problem)
        {
            Report(problem.Message, branch);
            return null;
        }
    }

    private void Report(string message, Rule branch) =>
        _compilation.Errors.AddMinor(new Diagnostic(DiagnosticCodes.Type, message, branch.Location));

    /// <summary>A type at a root takes its place; one further down is put into what is known of the root.</summary>
    private static void Put(TypeNode types, TypeNode globals, RegoValue[] path, RegoType type)
    {
        if (path is not [RegoString { Value: RootDocuments.Input or RootDocuments.Data } root, ..])
        {
            return;
        }

        types.Put([root], path.Length == 1 ? type : TypeOverride.At(ExtentOf(root, types, globals), path.AsSpan(1), type));
    }

    private static RegoType ExtentOf(RegoString root, TypeNode types, TypeNode globals) =>
        types.Children.TryGetValue(root, out var known) || globals.Children.TryGetValue(root, out known) ? known.Extent : RegoType.Any;

    /// <summary>The parts of a reference as the annotations hold it.</summary>
    private static RegoValue[] PathOf(RegoValue reference) => [.. ((RegoArray)reference).Select(part => ((RegoObject)part)["value"])];

    private static string Print(RegoArray reference) => TermPrinter.ToText(ToTerm(PathOf(reference)));

    private static Term ToTerm(RegoValue[] parts)
    {
        var head = new VarTerm(default, ((RegoString)parts[0]).Value);
        return Make.Ref(default(SourceLocation), head, [.. parts.Skip(1).Select(Constant)]);
    }

    private static Term Constant(RegoValue value) => value is RegoNumber number
        ? new NumberTerm(default, number.Text)
        : new StringTerm(default, value is RegoString text ? text.Value : value.ToJson(), isRaw: false);
}
