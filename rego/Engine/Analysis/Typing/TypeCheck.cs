using System.Collections.Immutable;
using Rego.Analysis.Checks;
using Rego.Analysis.Rewriting;
using Rego.Builtins;
using Rego.Diagnostics;
using Rego.Errors;
using Rego.Syntax;
using Rego.Syntax.Terms;
using Rego.Trees;
using Rego.Types;
using Rego.Values;
using Rego.Work;

namespace Rego.Analysis.Typing;

/// <summary>Infers the types of all rules, those first that others read, and reports what can never be.</summary>
internal sealed class TypeCheck
{
    private readonly Compilation _compilation;
    private readonly TypeNode _globals;
    private readonly SchemaAnnotations _annotations;

    private TypeCheck(Compilation compilation)
    {
        _compilation = compilation;
        _globals = GlobalsOf(compilation);
        _annotations = new SchemaAnnotations(compilation);
    }

    /// <summary>Checks all rules and keeps what is known of them.</summary>
    internal static void Run(Compilation compilation)
    {
        var check = new TypeCheck(compilation);
        foreach (var definition in new RuleOrder(compilation.Rules, new RuleReads(compilation.Rules, compilation.Builtins, compilation.Reads)).Sorted)
        {
            foreach (var branch in RuleBranches.Of(definition.Rule).Reverse())
            {
                check.Check(definition, branch);
            }
        }

        compilation.Types = check._globals;
    }

    /// <summary>Checks a query.</summary>
    internal static void Check(Compilation compilation, Body body)
    {
        var scope = new TypeScope(compilation.Types ?? GlobalsOf(compilation));
        Report(compilation, BodyTypes.Check(body, scope, compilation.TypeMessages, out _));
    }

    /// <summary>The types of built-in functions and of the input: what is known before any rule is.</summary>
    internal static TypeNode GlobalsOf(Compilation compilation)
    {
        var types = new TypeNode();
        if (compilation.InputType is { } input)
        {
            types.Put([RegoString.From(RootDocuments.Input)], input);
        }

        if (compilation.Options.Capabilities is null)
        {
            PutCompilerFunctions(types);
        }

        foreach (var builtin in compilation.Builtins.All)
        {
            types.Put(builtin.Name.Split('.').Select(RegoString.From), builtin.Type);
        }

        return types;
    }

    private static void PutCompilerFunctions(TypeNode types)
    {
        types.Put(SpecialCalls.TemplateString.Split('.').Select(RegoString.From), new FunctionType([RegoType.ArrayOf(RegoType.Any)], RegoType.String));
        types.Put(SpecialCalls.InternalPrint.Split('.').Select(RegoString.From), new FunctionType([RegoType.ArrayOf(RegoType.SetOf(RegoType.Any))], null));
    }

    private static bool Report(Compilation compilation, List<TypeProblem> problems)
    {
        foreach (var problem in problems)
        {
            compilation.Errors.AddMinor(new Diagnostic(DiagnosticCodes.Type, problem.Message, problem.Location)
            {
                Details = problem.Details?.Value,
                DetailLines = problem.Details?.Lines ?? default,
            });
        }

        return problems.Count > 0;
    }

    private void Check(RuleDefinition definition, Rule branch)
    {
        CompilerWork.At(branch.Location);
        var body = branch.Body ?? RuleBodies.True(branch.Location);
        var path = definition.Path.Prepend(RegoString.From(RootDocuments.Data)).ToImmutableArray();
        var outer = new TypeScope(_globals, _annotations.TypesFor(definition, branch, _globals));
        var problems = BodyTypes.Check(body, outer, _compilation.TypeMessages, out var scope);
        var known = _globals.TypeAt(path);
        if (Report(_compilation, problems))
        {
            PutFailed(definition, path, known);
        }
        else if (known is not UnknownType && TypeOf(definition, branch, scope) is { } type and not UnknownType)
        {
            _globals.Insert(path, TypeExtent.Bound(type));
        }
    }

    /// <summary>
    /// Anything, so that what reads a wrong rule is not wrong as well; but of a function one of whose definitions is right
    /// nothing is known, and a rule with a computed key is an object all the same.
    /// </summary>
    private void PutFailed(RuleDefinition definition, ImmutableArray<RegoValue> path, RegoType? known)
    {
        if (definition.DynamicPath.IsEmpty)
        {
            _globals.Put(path, known is FunctionType or UnknownType ? UnknownType.Instance : RegoType.Any);
        }
        else
        {
            _globals.Touch(path);
        }
    }

    private static RegoType TypeOf(RuleDefinition definition, Rule branch, TypeScope scope)
    {
        if (definition.Kind == RuleKind.Function)
        {
            return FunctionTypeOf(definition.Rule.Head.Arguments, branch, scope);
        }

        if (definition.Kind == RuleKind.PartialSet && definition.DynamicPath.IsEmpty)
        {
            return scope.TypeOf(branch.Head.Key!) is var element and not UnknownType ? RegoType.SetOf(element) : UnknownType.Instance;
        }

        return definition.Kind == RuleKind.PartialSet
            ? UnknownType.Instance
            : definition.DynamicPath.Reverse().Aggregate(ValueOf(branch, scope), (value, key) => Nest(scope.TypeOf(key), value));
    }

    private static RegoType Nest(RegoType key, RegoType value) =>
        key is UnknownType || value is UnknownType ? UnknownType.Instance : RegoType.ObjectOf(key, value);

    private static RegoType ValueOf(Rule branch, TypeScope scope) => branch.Head.Value is null ? RegoType.Boolean : scope.TypeOf(branch.Head.Value);

    private static FunctionType FunctionTypeOf(ImmutableArray<Term> arguments, Rule branch, TypeScope scope)
    {
        foreach (var name in VariableCollector.Of(arguments).Where(name => !scope.TryGet(name, out _)))
        {
            scope.Put(name, RegoType.Any);
        }

        return new FunctionType([.. arguments.Select(scope.TypeOf)], ValueOf(branch, scope));
    }
}
