using System.CommandLine;
using System.Text.Json.Nodes;
using Gatectl.CommandLine;
using Gatectl.Gates;

namespace Gatectl.Dev;

/// <summary><c>gatectl dev token SUBJECT</c>: a token of a local issuer, to try callers and claims that the demonstration does not have.</summary>
internal static class DevTokenCommand
{
    private const int MaxLifetimeSeconds = 30 * 24 * 3600;

    private static readonly Argument<string> Subject = new("subject") { Description = "The token's sub." };

    private static readonly Option<string> Issuer = CreateIssuer();

    private static readonly Option<string> Audience = new("--audience")
    {
        Description = "The token's aud.",
        DefaultValueFactory = _ => DemoIssuer.Audience,
    };

    private static readonly Option<int> LifetimeSeconds = IntegerOption.Create(
        "--lifetime", "SECONDS", "How many seconds it lives; negative for one that has expired.", 3600, -MaxLifetimeSeconds, MaxLifetimeSeconds);

    private static readonly Option<string[]> Claims = new("--claim")
    {
        Description = "A further claim, its value as JSON or as text; may be given many times.",
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create(ProcessEnvironment environment) =>
        new Command("token", "Sign a token with a local issuer's key.")
            .With(Subject, Issuer, Audience, LifetimeSeconds, Claims)
            .Runs(environment, (context, _) => Task.FromResult(Run(context)));

    private static int Run(CommandContext context)
    {
        var paths = new DevPaths(CommonOptions.StateDirectory(context));
        var named = DemoIssuer.All.Single(issuer => issuer.Name == context.Value(Issuer));
        if (!File.Exists(paths.IssuerKey(named.Name)))
        {
            throw CommandFailure.Usage($"there is no local gate's state in {paths.Root}; 'gatectl dev' makes one.");
        }

        using var issuer = TokenIssuer.Open(paths, named, context.Environment.Time);
        var token = issuer.Sign(
            context.Value(Subject), TimeSpan.FromSeconds(context.Value(LifetimeSeconds)), context.Value(Audience)!, ClaimsOf(context));
        context.Output.Line(token);
        if (context.Output.IsJson)
        {
            context.Output.Document(new JsonObject { ["token"] = token });
        }

        return ExitCode.Done;
    }

    private static JsonObject ClaimsOf(CommandContext context)
    {
        var claims = new JsonObject();
        foreach (var claim in context.Value(Claims) ?? [])
        {
            var equals = claim.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw CommandFailure.Usage($"--claim takes NAME=VALUE; '{claim}' is not that.");
            }

            claims[claim[..equals]] = ValueOf(claim[(equals + 1)..]);
        }

        return claims;
    }

    private static JsonNode? ValueOf(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            // Not JSON, so it is the text that it looks like.
            return JsonValue.Create(text);
        }
    }

    private static Option<string> CreateIssuer()
    {
        var option = new Option<string>("--issuer")
        {
            Description = "Who signs it.",
            DefaultValueFactory = _ => DemoIssuer.ContinuousIntegration.Name,
        };
        option.AcceptOnlyFromAmong([.. DemoIssuer.All.Select(issuer => issuer.Name)]);
        return option;
    }
}
