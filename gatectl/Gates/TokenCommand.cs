using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Gatectl.CommandLine;

namespace Gatectl.Gates;

/// <summary>A command line of the user's, run by the shell, whose standard output is a token.</summary>
/// <param name="commandLine">What <c>/bin/sh -c</c> is given.</param>
/// <param name="directory">Where it runs.</param>
internal sealed class TokenCommand(string commandLine, string directory)
{
    private const int MaxErrorBytes = 2048;

    /// <value>How long it may take.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Runs it, and returns the token.</summary>
    /// <exception cref="CommandFailure">It failed, took too long, or printed no token.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using var process = Start();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        try
        {
            process.StandardInput.Close();
            var error = ReadAsync(process.StandardError.BaseStream, MaxErrorBytes, deadline.Token);
            var output = await ReadAsync(process.StandardOutput.BaseStream, BearerToken.MaxBytes + 1, deadline.Token);
            var message = await error;
            await process.WaitForExitAsync(deadline.Token);
            return process.ExitCode == 0 ? TokenOf(output) : throw Failure($"ended with exit code {process.ExitCode}{(message.Trim() is { Length: > 0 } text ? $": {text}" : ".")}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failure($"has not ended within {Timeout.TotalSeconds:0.#} s.");
        }
        finally
        {
            Kill(process);
        }
    }

    private static string TokenOf(string output) =>
        BearerToken.Parse(output) ?? throw Failure($"did not print one token, and nothing else, on its standard output: {BearerToken.WhatIsWrong(output)}.");

    private Process Start()
    {
        var info = new ProcessStartInfo("/bin/sh", ["-c", commandLine])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(info) ?? throw Failure("was not started.");
        }
        catch (Win32Exception exception)
        {
            throw Failure($"was not started: {exception.Message}");
        }
    }

    /// <summary>Reads to the end and keeps the beginning: a program that writes more must not be held up, nor fill the memory.</summary>
    private static async Task<string> ReadAsync(Stream stream, int maxBytes, CancellationToken cancellationToken)
    {
        var kept = new MemoryStream();
        var buffer = new byte[4096];
        for (int length; (length = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            kept.Write(buffer, 0, (int)Math.Min(length, maxBytes - kept.Length));
        }

        return Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length);
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended, or belongs to somebody else by now: nothing waits for it.
        }
    }

    private static CommandFailure Failure(string what) => new(ExitCode.Unauthenticated, $"the token command {what}");
}
