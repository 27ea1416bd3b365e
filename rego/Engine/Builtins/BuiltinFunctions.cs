using Rego.Values;

namespace Rego.Builtins;

/// <summary>A built-in function without operands.</summary>
public delegate RegoValue Builtin0(BuiltinContext context);

/// <summary>A built-in function of one operand. Answers <see cref="RegoValue.Undefined"/>, or what a <c>Fail</c> method of the context gives, where it has no result.</summary>
public delegate RegoValue Builtin1(BuiltinContext context, RegoValue a);

/// <summary>A built-in function of two operands; as <see cref="Builtin1"/>.</summary>
public delegate RegoValue Builtin2(BuiltinContext context, RegoValue a, RegoValue b);

/// <summary>A built-in function of three operands; as <see cref="Builtin1"/>.</summary>
public delegate RegoValue Builtin3(BuiltinContext context, RegoValue a, RegoValue b, RegoValue c);

/// <summary>A built-in function of any number of operands; as <see cref="Builtin1"/>.</summary>
public delegate RegoValue BuiltinN(BuiltinContext context, ReadOnlySpan<RegoValue> operands);
