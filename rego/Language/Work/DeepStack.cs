using System.Runtime.ExceptionServices;

namespace Rego.Work;

/// <summary>Runs work that walks deep trees where the stack is deep enough for what the parser lets pass.</summary>
internal static class DeepStack
{
    private const int StackBytes = 64 * 1024 * 1024;

    internal static T Run<T>(Func<T> work)
    {
        T? result = default;
        ExceptionDispatchInfo? error = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception thrown)
                {
                    error = ExceptionDispatchInfo.Capture(thrown);
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        error?.Throw();
        return result!;
    }
}
