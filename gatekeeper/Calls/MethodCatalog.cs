using System.Collections.Frozen;
using Deploy.V1;
using Google.Api;
using ErrorReason = Deploy.V1.ErrorReason;
using Google.Protobuf.Reflection;

namespace Gatekeeper.Calls;

/// <summary>
/// All methods that have a door, built from the contract: a method is known by what the contract says of it, and reached under
/// exactly its own paths.
/// </summary>
internal sealed class MethodCatalog
{
    // Policies speak of these. A method without an action is refused at start rather than served undecided.
    private static readonly FrozenDictionary<string, string> Actions = new Dictionary<string, string>
    {
        ["CreateDeployment"] = "deploy",
        ["GetDeployment"] = "get",
        ["ListDeployments"] = "list",
        ["WatchDeployment"] = "watch",
        ["CancelDeployment"] = "cancel",
        ["ApproveDeployment"] = "approve",
        ["RejectDeployment"] = "reject",
        ["RollBackDeployment"] = "rollback",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, MethodCatalogEntry> _byGrpcPath;

    /// <summary>Reads the methods of <see cref="DeployService"/>. No other service of the contract has a door.</summary>
    /// <exception cref="InvalidOperationException">The contract has a method that the doors cannot offer.</exception>
    public MethodCatalog()
    {
        Entries = [.. DeployService.Descriptor.Methods.Select(Build)];
        _byGrpcPath = Entries.ToFrozenDictionary(entry => entry.GrpcPath);
    }

    /// <value>The methods, in the contract's order.</value>
    public IReadOnlyList<MethodCatalogEntry> Entries { get; }

    /// <summary>The method with exactly this gRPC path, or <c>null</c>.</summary>
    public MethodCatalogEntry? FindGrpc(string path) => _byGrpcPath.GetValueOrDefault(path);

    /// <summary>Whether <paramref name="path"/> is the gRPC path of a method in another spelling.</summary>
    public bool IsOtherSpelling(string path) =>
        Entries.Any(entry => entry.GrpcPath.Equals(path, StringComparison.OrdinalIgnoreCase) && entry.GrpcPath != path);

    /// <summary>The method that REST reaches under <paramref name="path"/>.</summary>
    /// <param name="httpMethod">The request's method.</param>
    /// <param name="path">The path in canonical form, without a query.</param>
    /// <param name="values">The values of the route's variables.</param>
    /// <exception cref="CallException">None: the path is unknown, is another spelling of a known one, or has another method.</exception>
    public MethodCatalogEntry FindRest(string httpMethod, ReadOnlySpan<char> path, out string[] values)
    {
        string? allowedMethod = null;
        var isOtherSpelling = false;
        foreach (var entry in Entries)
        {
            var match = entry.Route.Match(path, out values);
            if (match == RouteMatch.Exact && entry.Route.HttpMethod == httpMethod)
            {
                return entry;
            }

            isOtherSpelling |= match == RouteMatch.OtherSpelling;
            if (match == RouteMatch.Exact)
            {
                allowedMethod = allowedMethod is null ? entry.Route.HttpMethod : $"{allowedMethod}, {entry.Route.HttpMethod}";
            }
        }

        throw new CallException(NotFound(allowedMethod, isOtherSpelling));
    }

    private static CallError NotFound(string? allowedMethod, bool isOtherSpelling)
    {
        if (allowedMethod is not null)
        {
            return new CallError(ErrorReason.MethodNotAllowed, "This resource has other methods.") { AllowedMethod = allowedMethod };
        }

        return isOtherSpelling
            ? new CallError(ErrorReason.NonCanonicalPath, "The request's target is not in its canonical form.")
            : new CallError(ErrorReason.UnknownMethod, "There is no such method.");
    }

    private static MethodCatalogEntry Build(MethodDescriptor method)
    {
        if (method.IsClientStreaming)
        {
            throw new InvalidOperationException($"{method.FullName} streams its requests: it cannot be decided as a whole.");
        }

        var action = Actions.GetValueOrDefault(method.Name)
            ?? throw new InvalidOperationException($"{method.FullName} has no action: policies could not speak of it.");
        var rule = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)
            ?? throw new InvalidOperationException($"{method.FullName} has no google.api.http annotation.");
        return new MethodCatalogEntry(method, action, RouteOf(method, rule));
    }

    private static RestRoute RouteOf(MethodDescriptor method, HttpRule rule) => rule switch
    {
        { PatternCase: HttpRule.PatternOneofCase.Get, Body: "" } => RestRoute.Parse(HttpMethods.Get, rule.Get, hasBody: false),
        { PatternCase: HttpRule.PatternOneofCase.Post, Body: "*" } => RestRoute.Parse(HttpMethods.Post, rule.Post, hasBody: true),
        _ => throw new InvalidOperationException($"{method.FullName}: only GET without a body, and POST with body '*', are offered."),
    };
}
