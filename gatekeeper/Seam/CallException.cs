using Deploy.V1;

namespace Gatekeeper.Seam;

/// <summary>The one exception with which a step of the pipeline refuses a call.</summary>
internal sealed class CallException : Exception
{
    /// <summary>Refuses with <paramref name="error"/>.</summary>
    public CallException(CallError error, Exception? inner = null)
        : base(error.Message, inner) => Error = error;

    /// <summary>Refuses with a reason and a message that is safe to send.</summary>
    public CallException(ErrorReason reason, string message, Exception? inner = null)
        : this(new CallError(reason, message), inner)
    {
    }

    /// <value>What is wrong with the caller's token, for the operator alone.</value>
    public TokenRefusal? Token { get; init; }

    /// <value>What the caller is told.</value>
    public CallError Error { get; }
}
