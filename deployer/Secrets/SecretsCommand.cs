using System.Security.Cryptography;
using Deployer.Configuration;

namespace Deployer.Secrets;

/// <summary>
/// The program's verbs for its secret store: <c>deployer secrets put NAME</c> (the value from standard input, to its last byte),
/// <c>list</c>, <c>delete NAME</c> and <c>adopt</c>, which takes a store that was brought back from a copy as it is. A value is never an argument: other processes see arguments.
/// </summary>
internal static class SecretsCommand
{
    private const string Usage = "Usage: deployer secrets put NAME < VALUE | deployer secrets list | deployer secrets delete NAME | deployer secrets adopt   (then --Deployer:KEY=VALUE as for serving)";

    /// <summary>Runs a verb.</summary>
    /// <param name="arguments">What follows <c>secrets</c>.</param>
    /// <param name="options">The configuration.</param>
    /// <param name="input">Where a value comes from.</param>
    /// <param name="output">Where lists go to.</param>
    /// <param name="error">Where errors go to.</param>
    /// <returns>0 done, 1 failed, 2 wrong usage.</returns>
    public static int Run(string[] arguments, DeployerOptions options, Stream input, TextWriter output, TextWriter error)
    {
        string[] words = [.. arguments.TakeWhile(a => !a.StartsWith("--", StringComparison.Ordinal))];
        var store = new SecretStore(options.Secrets.File, options.Secrets.KeyFile, TimeProvider.System);
        try
        {
            return words switch
            {
                ["put", string name] => Put(store, name, input, output),
                ["list"] => List(store, output, error),
                ["delete", string name] => store.Delete(name) ? 0 : Fail(error, "There is no secret of this name.", 1),
                ["adopt"] => Adopt(store, output),
                _ => Fail(error, Usage, 2),
            };
        }
        catch (SecretStoreException e)
        {
            return Fail(error, e.InnerException is { } cause ? $"{e.Message} {cause.Message}" : e.Message, 1);
        }
    }

    private static int Put(SecretStore store, string name, Stream input, TextWriter output)
    {
        var buffer = GC.AllocateArray<byte>(SecretStore.MaxValueBytes + 1, pinned: true);
        try
        {
            var count = input.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            using var value = Secret.From(buffer.AsSpan(0, count));
            output.WriteLine($"{name} version {store.Put(name, value)}");
            return 0;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    // The names need no key, and help whoever has lost it; that they do not open is told after them.
    private static int List(SecretStore store, TextWriter output, TextWriter error)
    {
        var secrets = store.List();
        foreach (var secret in secrets)
        {
            output.WriteLine($"{secret.Name}\t{secret.Version}\t{secret.Time:yyyy-MM-ddTHH:mm:ssZ}");
        }

        return secrets.Count > 0 && store.FindClosed() is { Count: > 0 } closed
            ? Fail(error, $"With the key of Deployer:Secrets:KeyFile these do not open: {string.Join(", ", closed)}. They were changed, or the key is not the store's.", 1)
            : 0;
    }

    private static int Adopt(SecretStore store, TextWriter output)
    {
        foreach (var name in store.Adopt())
        {
            output.WriteLine(name);
        }

        return 0;
    }

    private static int Fail(TextWriter error, string message, int code)
    {
        error.WriteLine(message);
        return code;
    }
}
