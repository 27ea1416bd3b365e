namespace Deployer.Deployments.Journal;

/// <summary>One caller's work with its result.</summary>
internal sealed class JournalWork<T>(Func<JournalTransaction, T> work) : JournalWork
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    /// <value>Ends once the result is durable.</value>
    public Task<T> Completion => _completion.Task;

    /// <inheritdoc/>
    public override void Do(JournalTransaction transaction) => _result = work(transaction);

    /// <inheritdoc/>
    public override void Complete() => _completion.TrySetResult(_result);

    /// <inheritdoc/>
    public override void Fail(Exception reason) => _completion.TrySetException(reason);
}
