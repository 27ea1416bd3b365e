using Gatectl.CommandLine;

namespace Gatectl.Gates;

/// <summary>Finds the gate that a command is to call: the one of <c>--url</c>, else the local one of <c>--state</c>.</summary>
internal static class GateLocator
{
    public static GateAddress Locate(CommandContext context) =>
        context.Value(GateOptions.Url) is { } url ? Remote(context, url) : Local(context);

    private static GateAddress Remote(CommandContext context, string url)
    {
        if (context.Value(GateOptions.As) is not null)
        {
            throw CommandFailure.Usage("--as chooses among the callers of a local gate; with --url, name the token with --token-file.");
        }

        if (context.Value(CommonOptions.State) is not null)
        {
            throw CommandFailure.Usage("--url and --state both name a gate; give one of them.");
        }

        return new GateAddress(
            ParseUrl(url), FullPath(context, context.Value(GateOptions.Ca)), FullPath(context, context.Value(GateOptions.TokenFile)), CommandOf(context));
    }

    private static GateAddress Local(CommandContext context)
    {
        var caller = context.Value(GateOptions.As);
        var command = CommandOf(context);
        if (caller is not null && command is not null)
        {
            throw CommandFailure.Usage("--as and --token-command both say who calls; give one of them.");
        }

        var gate = LocalGate.Read(CommonOptions.StateDirectory(context));
        return new GateAddress(
            ParseUrl(gate.Url),
            FullPath(context, context.Value(GateOptions.Ca)) ?? gate.Ca,
            FullPath(context, context.Value(GateOptions.TokenFile)) ?? (command is null ? TokenOf(gate, caller) : null),
            command);
    }

    private static TokenCommand? CommandOf(CommandContext context) => context.Value(GateOptions.TokenCommand) switch
    {
        null => null,
        var text when string.IsNullOrWhiteSpace(text) => throw CommandFailure.Usage("--token-command names no command."),
        var text => new TokenCommand(text, context.Environment.CurrentDirectory),
    };

    private static string TokenOf(LocalGate gate, string? caller)
    {
        var name = caller ?? GateOptions.DefaultCaller;
        return gate.Tokens.TryGetValue(name, out var file)
            ? file
            : throw CommandFailure.Usage($"the local gate has no caller '{name}'; it has {string.Join(", ", gate.Tokens.Keys.Order(StringComparer.Ordinal))}. A token that 'gatectl dev token' made is named with --token-file.");
    }

    private static Uri ParseUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme == Uri.UriSchemeHttps && url.AbsolutePath == "/" && url.Query == "" && url.Fragment == "" && url.UserInfo == ""
            ? url
            : throw CommandFailure.Usage($"'{text}' is not a gate's URL: https://host:port, with nothing after it. A token is never sent without TLS.");

    private static string? FullPath(CommandContext context, string? path) => path is null ? null : context.FullPath(path);
}
