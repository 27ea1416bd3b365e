using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Rego;
using Rego.Options;
using Rego.Values;

namespace Gatekeeper.Tests.Policy.Mutations;

/// <summary>The shipped rules over data that a test brings, without compiling them again: their faults, and their answers.</summary>
internal sealed class MutatedPolicy
{
    // Asks many questions over one set of data, so that what depends on the data alone is computed once.
    private const string Harness = """
        package mutated

        # Of what is refused no reasons are made up: these two are all that allows.
        candidates contains i if {
        	some i, call in input.calls
        	not call.worker
        	data.gatekeeper.verdict.allowed with input as call with data.gatekeeper.tables as tables
        }

        candidates contains i if {
        	some i, call in input.calls
        	call.action == "list"
        	data.gatekeeper.visibility.allowed with input as call with data.gatekeeper.tables as tables
        }

        tables := data.gatekeeper.tables

        allowed[i] := {"obligations": decision.obligations, "principals": decision.principals} if {
        	some i in candidates
        	decision := data.gatekeeper.decision with input as input.calls[i] with data.gatekeeper.tables as tables
        	decision.allow == true
        }

        allowed[i] := {"obligations": {}, "principals": []} if {
        	some i, call in input.calls
        	call.artifact
        	data.deployer.artifact.allow == true with input as call with data.gatekeeper.tables as tables
        }

        allowed[i] := {"obligations": {}, "principals": []} if {
        	some i, call in input.calls
        	call.credential
        	data.deployer.credentials.allow == true with input as call with data.gatekeeper.tables as tables
        }
        """;

    private static readonly EvaluationOptions Options = new() { Limits = new EvaluationLimits(1_000_000_000, TimeSpan.FromSeconds(60), 256, 1L << 30) };

    private readonly PreparedQuery _faults;

    private readonly PreparedQuery _allowed;

    internal MutatedPolicy(IReadOnlyCollection<RegoSource> modules)
    {
        Roots = ((RegoSet)Compile(modules).Prepare("data.gatekeeper.roots").Evaluate(RegoObject.Empty, Options)).Select(root => ((RegoString)root).Value).ToHashSet();
        // One document to be replaced, not sixteen: a `with` costs for each, wherever something is looked up.
        var documents = new Regex($@"\bdata\.({string.Join('|', Roots)})\b");
        var rules = Compile([.. modules.Select(module => new RegoSource(module.Path, documents.Replace(module.Text, "data.world.$1"))), new RegoSource("mutated.rego", Harness)]);
        _faults = rules.Prepare("data.gatekeeper.faults with data.world as input.data");
        _allowed = rules.Prepare("data.mutated.allowed with data.world as input.data with data.gatekeeper.faults as set()");
    }

    /// <summary>The documents that the rules read; a gate takes no revision with another.</summary>
    internal IReadOnlySet<string> Roots { get; }

    /// <summary>What the rules find wrong with the data.</summary>
    internal RegoValue FaultsOf(JsonObject data) =>
        _faults.Evaluate(RegoObject.From(("data", RegoJson.Parse(data.ToJsonString()))), Options);

    /// <summary>The numbers of the questions that are answered with yes, as if the data had no faults, with the answers.</summary>
    internal IReadOnlyDictionary<int, JsonObject> Allowed(JsonObject data, RegoArray calls)
    {
        var input = RegoObject.From(("data", RegoJson.Parse(data.ToJsonString())), ("calls", calls));
        var allowed = _allowed.Evaluate(input, Options);
        return JsonNode.Parse(allowed.ToJson())!.AsObject().ToDictionary(answer => int.Parse(answer.Key, CultureInfo.InvariantCulture), answer => answer.Value!.AsObject());
    }

    private static CompiledPolicy Compile(IEnumerable<RegoSource> modules) => new RegoCompiler().Compile([.. modules]).GetPolicyOrThrow();
}
