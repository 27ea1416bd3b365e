using Deployer.Grants;
using Google.Protobuf;

namespace Deployer.Deployments.Execution;

/// <summary>A gatekeeper's answer to a request for a decision. Whoever takes it says what came of it; until then the call that brought it waits.</summary>
internal sealed class ExecutionAnswer(ApprovedCall call) : IDisposable
{
    private readonly TaskCompletionSource<CallRefusal> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <value>The call that brought the answer, its grant verified.</value>
    public ApprovedCall Call => call;

    /// <value>The answer: ExecuteDeploymentRequest or RefuseExecutionRequest.</value>
    public IMessage Message => call.Message;

    /// <value>Ends once it is durable what came of it.</value>
    public Task<CallRefusal> Outcome => _outcome.Task;

    /// <summary>Says what came of it.</summary>
    public void Settle(CallRefusal refusal) => _outcome.TrySetResult(refusal);

    /// <summary>What was not settled came to nothing.</summary>
    public void Dispose() => _outcome.TrySetResult(CallRefusal.WrongState);
}
