using Status = Google.Rpc.Status;

namespace Gatekeeper.Forwarding;

/// <summary>What one attempt to forward a call found out, where it did not simply pass the answer on.</summary>
internal sealed class ForwardState
{
    /// <value>The deployer's status, where it refused before it sent any message; nothing has been sent to the caller then.</value>
    public Status? Refusal { get; set; }

    /// <value>What broke while the answer was passed on.</value>
    public Exception? Failure { get; set; }
}
