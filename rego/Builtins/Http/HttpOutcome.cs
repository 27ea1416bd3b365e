using Rego.Values;

namespace Rego.Builtins.Http;

/// <summary>What a request came to, for the rest of the evaluation: an answer or a failure.</summary>
internal sealed record HttpOutcome(RegoObject? Value, HttpSendException? Failure)
{
    /// <exception cref="HttpSendException">It failed.</exception>
    internal RegoObject Result() => Value ?? throw new HttpSendException(Failure!.Message) { IsNetwork = Failure.IsNetwork, Raised = Failure.Raised };
}
