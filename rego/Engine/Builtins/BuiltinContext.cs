using Rego.Errors;
using Rego.Networking;
using Rego.Sources;
using Rego.Values;

namespace Rego.Builtins;

/// <summary>What a built-in function may see of the evaluation that calls it. One an evaluation; not thread-safe.</summary>
public abstract class BuiltinContext
{
    /// <summary>The evaluation's one moment, in nanoseconds since the Unix epoch: every call in it sees the same.</summary>
    public abstract long NowNanoseconds { get; }

    /// <summary>
    /// Cancelled when the evaluation has to end: at its deadline, or because its caller wants no answer any more. For a function
    /// that waits; nothing else stops it.
    /// </summary>
    public abstract CancellationToken CancellationToken { get; }

    /// <summary>Counts work and memory against the evaluation's bounds. Call it in every loop over operands.</summary>
    /// <param name="steps">Units of work; one is about the cost of a comparison.</param>
    /// <param name="bytes">Bytes allocated for results.</param>
    /// <exception cref="RegoEvaluationException">A bound is reached (<c>eval_cancel_error</c>).</exception>
    public abstract void Charge(long steps, long bytes = 0);

    /// <summary>
    /// The call has no result because of its operands' values: <c>eval_builtin_error</c>. Answers
    /// <see cref="RegoValue.Undefined"/>, or throws where the evaluation asked for strict errors.
    /// </summary>
    /// <param name="message">Why, without the function's name, in OPA's words.</param>
    public abstract RegoValue Fail(string message);

    /// <summary>As <see cref="Fail"/>, with the code <c>eval_type_error</c>.</summary>
    public abstract RegoValue FailType(string message);

    /// <summary>
    /// As <see cref="FailType(string)"/>, in the usual words: <c>operand 1 must be string but got number</c>.
    /// </summary>
    /// <param name="operand">The operand's position, from 1.</param>
    /// <param name="expected">What it must be: <c>string</c>, or several: <c>one of {array, set}</c>.</param>
    /// <param name="actual">What it is.</param>
    public RegoValue FailType(int operand, string expected, RegoValue actual) =>
        FailType($"operand {operand} must be {expected} but got {actual.TypeName}");

    /// <summary>
    /// What was prepared from a constant operand (a regular expression, a glob, a network), made once and kept, bounded, with
    /// the policy. Safe to call with any text from outside.
    /// </summary>
    /// <param name="family">The kind of thing, a constant.</param>
    /// <param name="key">The text that it is made from.</param>
    /// <param name="create">Makes it; may throw, then nothing is kept.</param>
    public T Prepare<T>(string family, string key, Func<string, T> create)
        where T : class => (T)PrepareAny(family, key, create);

    /// <summary>State that lives as long as this evaluation (a random seed's generator, UUIDs by key).</summary>
    public abstract T PerEvaluation<T>(string key, Func<string, T> create)
        where T : class;

    /// <summary>Receives a line of <c>print</c> or <c>trace</c>.</summary>
    public abstract void Emit(BuiltinOutput kind, string text);

    /// <summary>A table of tests has reached a case.</summary>
    /// <param name="parts">What the case is named after.</param>
    internal virtual void TellTestCase(RegoValue parts)
    {
    }

    /// <summary>The host's answers to <c>opa.runtime</c>, an object.</summary>
    public abstract RegoObject Runtime { get; }

    /// <summary>As <see cref="Prepare"/>; not generic, since finding a generic method of a context costs more than it does.</summary>
    internal abstract object PrepareAny(string family, string key, Func<string, object> create);

    /// <summary>The call.</summary>
    internal abstract SourceLocation Location { get; }

    /// <summary>What policies may do in the network.</summary>
    internal virtual NetworkAccess Network => NetworkAccess.Nowhere;

    /// <summary>Ends the evaluation where its time is over.</summary>
    /// <exception cref="RegoEvaluationException">It is (<c>eval_cancel_error</c>).</exception>
    internal abstract void CheckTime();
}
