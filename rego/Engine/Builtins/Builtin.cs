using Rego.Capabilities;
using Rego.Types;
using Rego.Values;

namespace Rego.Builtins;

/// <summary>
/// A built-in function: its declaration and what it does, together. Calls are checked against the declared types when a policy is
/// compiled; what comes from the input may still be of another type, which the function answers with
/// <see cref="BuiltinContext.FailType(int, string, RegoValue)"/>. It is called from many threads at once.
/// </summary>
public sealed class Builtin
{
    /// <summary>Declares a function of no operands.</summary>
    public Builtin(string name, RegoType result, Builtin0 function)
        : this(new FunctionType([], result), name, function)
    {
    }

    /// <summary>Declares a function of one operand.</summary>
    public Builtin(string name, RegoType a, RegoType result, Builtin1 function)
        : this(new FunctionType([a], result), name, function)
    {
    }

    /// <summary>Declares a function of two operands.</summary>
    public Builtin(string name, RegoType a, RegoType b, RegoType result, Builtin2 function)
        : this(new FunctionType([a, b], result), name, function)
    {
    }

    /// <summary>Declares a function of three operands.</summary>
    public Builtin(string name, RegoType a, RegoType b, RegoType c, RegoType result, Builtin3 function)
        : this(new FunctionType([a, b, c], result), name, function)
    {
    }

    /// <summary>Declares a function of any number of operands.</summary>
    public Builtin(string name, FunctionType type, BuiltinN function)
        : this(type, name, (Delegate)function)
    {
    }

    private Builtin(FunctionType type, string name, Delegate function)
    {
        Name = name;
        Type = type;
        Function = function;
    }

    /// <summary>The name, dotted, as a policy calls it.</summary>
    public string Name { get; }

    /// <summary>The operands and the result.</summary>
    public FunctionType Type { get; }

    /// <summary>One of <see cref="Builtin0"/> … <see cref="BuiltinN"/>.</summary>
    internal Delegate Function { get; }

    /// <summary>The operator that stands for it between two operands, or null.</summary>
    internal string? Infix { get; init; }

    /// <summary>Whether its result depends on its operands alone; where not, nothing that calls it is computed ahead.</summary>
    public bool IsPure { get; init; } = true;

    /// <summary>Whether it answers a set of results, each of which is tried in turn (<c>walk</c>).</summary>
    internal bool IsRelation { get; init; }

    /// <summary>Whether it reaches out of the process: it does not compile where the host gives policies no network.</summary>
    public bool IsExternal { get; init; }

    /// <summary>Whether a strict check refuses it.</summary>
    internal bool IsDeprecated { get; init; }

    /// <summary>Whether the host has added it: capabilities, which speak of OPA's functions, say nothing of it.</summary>
    internal bool IsOfHost { get; private init; }

    /// <summary>A function that other engines have: policies that call it compile, and fail where they do.</summary>
    internal static Builtin Missing(BuiltinDeclaration declaration) =>
        new(declaration.Name, declaration.Type, (context, _) => context.Fail($"unsupported built-in: {declaration.Name}"))
        {
            Infix = declaration.Infix,
            IsPure = false,
            IsRelation = declaration.IsRelation,
            IsDeprecated = declaration.IsDeprecated,
        };

    /// <summary>This function, added by the host.</summary>
    internal Builtin OfHost() => new(Type, Name, HostFunction.Guard(Name, Function)) { IsPure = IsPure, IsExternal = IsExternal, IsOfHost = true };

    /// <summary>This function with other types of operands; where their number is another one, it fails when it is called.</summary>
    internal Builtin DeclaredAs(FunctionType type) => TypeEquality.AreEqual(type, Type)
        ? this
        : new Builtin(type, Name, type.Arguments.Length == Type.Arguments.Length ? Function : (BuiltinN)((context, _) => context.Fail($"{Name} has {Type.Arguments.Length} operands, and is declared with {type.Arguments.Length}")))
        {
            Infix = Infix,
            IsPure = IsPure,
            IsRelation = IsRelation,
            IsExternal = IsExternal,
            IsDeprecated = IsDeprecated,
        };
}
