using System.CommandLine;

namespace Gatectl.Gates;

/// <summary>The options that say which gate is called, and as whom.</summary>
internal static class GateOptions
{
    public static readonly Option<string?> Url = new("--url")
    {
        Description = "The gate, for example https://gate.example.com:8443; without it the local gate of --state is called.",
        HelpName = "URL",
    };

    public static readonly Option<string?> Ca = new("--ca")
    {
        Description = "A PEM file with the only authority that the gate's certificate may come from [default: those that this machine trusts].",
        HelpName = "FILE",
    };

    public static readonly Option<string?> TokenFile = new("--token-file")
    {
        Description = "The file that holds the caller's token.",
        HelpName = "FILE",
    };

    public static readonly Option<string?> TokenCommand = new("--token-command")
    {
        Description = "A command line of the shell that prints the caller's token; it is run where there is no token yet, or the one at hand has less than 30 s left or is refused as expired or for its key.",
        HelpName = "COMMAND",
    };

    public static readonly Option<string?> As = new("--as")
    {
        Description = $"At a local gate: the caller whose token is used [default: {DefaultCaller}].",
        HelpName = "CALLER",
    };

    public const string DefaultCaller = "shop-ci";

    public static Option[] All => [Url, Ca, TokenFile, TokenCommand, As];
}
