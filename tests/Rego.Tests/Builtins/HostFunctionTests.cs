using NUnit.Framework;
using Rego.Builtins;
using Rego.Capabilities;
using Rego.Errors;
using Rego.Networking;
using Rego.Options;
using Rego.Types;
using Rego.Values;

namespace Rego.Tests.Builtins;

/// <summary>Functions of the host are checked, called and bounded as OPA's own.</summary>
public sealed class HostFunctionTests
{
    private static readonly Builtin TeamsOf = new("teams.of", RegoType.String, RegoType.SetOf(RegoType.String), (context, user) => user switch
    {
        RegoString { Value: "ann" } => RegoSet.From(RegoString.From("core")),
        RegoString { Value: "nobody" } => RegoValue.Undefined,
        RegoString name => context.Fail($"no user {name.Value}"),
        _ => context.FailType(1, "string", user),
    });

    [Test]
    public void Call_OfAHostFunction_GivesItsAnswer() => Assert.That(Ask("\"core\" in teams.of(\"ann\")", TeamsOf), Is.EqualTo(RegoBoolean.True));

    [Test]
    public void Call_Everywhere_IsTheSame()
    {
        const string Module = """
            package t

            p contains team if some team in teams.of(input.user)

            q := {user: teams.of(user) | some user in ["ann", "nobody"]}

            r if every team in teams.of("ann") { team == "core" }

            s := $"{teams.of("ann")}"
            """;

        Assert.That(
            Evaluate("data.t", Module, """{"user": "ann"}""", TeamsOf).ToString(),
            Is.EqualTo("""{"p": {"core"}, "q": {"ann": {"core"}}, "r": true, "s": "{\"core\"}"}"""));
    }

    [TestCase("p := teams.of(1)", "teams.of: invalid argument(s)")]
    [TestCase("p := teams.of(\"ann\") + 1", "plus: invalid argument(s)")]
    [TestCase("p := teams.of()", "teams.of: arity mismatch")]
    [TestCase("p := teams.of(\"ann\", \"ben\", \"cid\")", "teams.of: arity mismatch")]
    [TestCase("p := teams.off(\"ann\")", "undefined function teams.off")]
    [TestCase("p if true with teams.of as count2", "teams.of: arity mismatch")]
    public void Compile_WrongUse_IsATypeError(string rule, string message)
    {
        var errors = Compile($"package t\n\ncount2(a, b) := a + b\n\n{rule}", TeamsOf).Errors;

        Assert.That(errors.Select(error => error.ToString()), Has.Some.Contains("rego_type_error").And.Some.Contains(message));
    }

    [Test]
    public void Compile_WithoutTheFunction_IsRefused() =>
        Assert.That(new RegoCompiler().Compile([new RegoSource("t.rego", "package t\n\np := teams.of(\"ann\")")]).Errors, Is.Not.Empty);

    [Test]
    public void Compile_ForbiddenFunction_IsRefusedInAnySpelling([Values("p := teams.of(\"ann\")", "p if count([]) == 0 with count as teams.of")] string rule)
    {
        var options = new RegoCompilerOptions { Builtins = RegoBuiltins.All.With(TeamsOf), ForbiddenBuiltins = new HashSet<string> { "teams.of" } };

        Assert.That(new RegoCompiler(options).Compile([new RegoSource("t.rego", $"package t\n\n{rule}")]).Errors.Select(error => error.Message), Has.Some.Contains("teams.of"));
    }

    [Test]
    public void Compile_FunctionThatReachesOut_NeedsTheHostsPermission([Values] bool isAllowed)
    {
        var call = new Builtin("teams.fetch", RegoType.String, _ => RegoString.From("x")) { IsExternal = true, IsPure = false };
        var options = new RegoCompilerOptions { Builtins = RegoBuiltins.All.With(call), Network = isAllowed ? NetworkAccess.Nowhere : null };

        Assert.That(new RegoCompiler(options).Compile([new RegoSource("t.rego", "package t\n\np := teams.fetch()")]).Succeeded, Is.EqualTo(isAllowed));
    }

    [Test]
    public void Compile_ForCapabilities_KeepsHostFunctions()
    {
        var options = new RegoCompilerOptions { Builtins = RegoBuiltins.All.With(TeamsOf), Capabilities = RegoCapabilities.Current };

        Assert.That(new RegoCompiler(options).Compile([new RegoSource("t.rego", "package t\n\np := teams.of(\"ann\")")]).Errors, Is.Empty);
    }

    [TestCase("nobody", Description = "undefined")]
    [TestCase("stranger", Description = "a failure")]
    public void Call_WithoutAResult_IsUndefined(string user) =>
        Assert.That(Evaluate("data.t.p", "package t\n\np := teams.of(input.user)", $$"""{"user": "{{user}}"}""", TeamsOf), Is.EqualTo(RegoValue.Undefined));

    [TestCase("""{"user": "stranger"}""", "eval_builtin_error", "teams.of: no user stranger")]
    [TestCase("""{"user": 7}""", "eval_type_error", "teams.of: operand 1 must be string but got number")]
    public void Call_FailureInStrictEvaluation_IsAnError(string input, string code, string message)
    {
        var query = Compile("package t\n\np := teams.of(input.user)", TeamsOf).GetPolicyOrThrow().Prepare("data.t.p");
        var options = new EvaluationOptions { Limits = EvaluationLimits.Default, StrictBuiltinErrors = true };

        var error = Assert.Throws<RegoEvaluationException>(() => query.Evaluate(RegoJson.Parse(input), options))!;

        Assert.That((error.Code, error.Message, error.Location.Row), Is.EqualTo((code, message, 3)));
    }

    [TestCase("with teams.of as {\"mock\"}", Description = "a value")]
    [TestCase("with teams.of as mocked", Description = "a function")]
    [TestCase("with teams.of as other.of", Description = "another function of the host")]
    public void Call_Replaced_IsNotMade(string with)
    {
        var other = new Builtin("other.of", RegoType.String, RegoType.SetOf(RegoType.String), (_, _) => RegoSet.From(RegoString.From("mock")));

        Assert.That(
            Evaluate("data.t.p", $"package t\n\nmocked(_) := {{\"mock\"}}\n\np if \"mock\" in teams.of(\"ann\") {with}", "{}", TeamsOf, other),
            Is.EqualTo(RegoBoolean.True));
    }

    [Test]
    public void Call_OfAnImpureFunction_IsMadeInEachEvaluation()
    {
        var calls = 0;
        var counter = new Builtin("host.counter", RegoType.Number, _ => RegoNumber.From(++calls)) { IsPure = false };
        var query = Compile("package t\n\np := host.counter()", counter).GetPolicyOrThrow().Prepare("data.t.p");

        var answers = new[] { Run(query), Run(query), Run(query) };

        Assert.That(answers.Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public void Call_ThatThrows_EndsTheEvaluationWithoutAnAnswer([Values] bool isStrict)
    {
        var broken = new Builtin("host.broken", RegoType.Any, RegoType.Boolean, (_, a) => a is RegoNull ? RegoBoolean.False : throw new InvalidOperationException("out of order"));
        var query = Compile("package t\n\ndefault p := true\n\np := host.broken(input)", broken).GetPolicyOrThrow().Prepare("data.t.p");

        var error = Assert.Throws<RegoEvaluationException>(() => query.Evaluate(RegoObject.Empty, new EvaluationOptions { Limits = EvaluationLimits.Default, StrictBuiltinErrors = isStrict }))!;

        Assert.Multiple(() =>
        {
            Assert.That((error.Code, error.Message), Is.EqualTo((DiagnosticCodes.EvalBuiltin, "host.broken: InvalidOperationException: out of order")));
            Assert.That(error.InnerException, Is.InstanceOf<InvalidOperationException>());
            Assert.That(query.Evaluate(RegoNull.Instance, new EvaluationOptions { Limits = EvaluationLimits.Default }), Is.EqualTo(RegoBoolean.False), "the query can be asked again");
        });
    }

    [Test]
    public void Call_ThatGivesNoValueAtAll_IsAnError()
    {
        var broken = new Builtin("host.broken", RegoType.Boolean, _ => null!) { IsPure = false };

        Assert.That(() => Ask("host.broken()", broken), Throws.InstanceOf<RegoEvaluationException>().With.Message.EqualTo("host.broken: the function gave no value"));
    }

    [Test]
    public void Call_ThatTakesTooLong_GivesNoAnswer()
    {
        var slow = new Builtin("host.slow", RegoType.Boolean, _ =>
        {
            Thread.Sleep(100);
            return RegoBoolean.True;
        }) { IsPure = false };

        Assert.That(() => Run(Query("host.slow()", slow), TimeSpan.FromMilliseconds(20)), Throws.InstanceOf<RegoEvaluationException>().With.Property("Code").EqualTo(DiagnosticCodes.EvalCancel));
    }

    [Test]
    public void Call_ThatWaits_IsCancelledAtTheDeadline()
    {
        var waiting = new Builtin("host.wait", RegoType.Boolean, context =>
        {
            Task.Delay(TimeSpan.FromMinutes(1), context.CancellationToken).GetAwaiter().GetResult();
            return RegoBoolean.True;
        }) { IsPure = false };

        Assert.That(() => Run(Query("host.wait()", waiting), TimeSpan.FromMilliseconds(50)), Throws.InstanceOf<RegoEvaluationException>().With.Property("Code").EqualTo(DiagnosticCodes.EvalCancel));
    }

    [Test]
    public void Call_ThatWorksWithoutEnd_EndsAtItsBound()
    {
        var busy = new Builtin("host.busy", RegoType.Boolean, context =>
        {
            while (true)
            {
                context.Charge(1000);
            }
        }) { IsPure = false };

        Assert.That(() => Ask("host.busy()", busy), Throws.InstanceOf<RegoEvaluationException>().With.Property("Code").EqualTo(DiagnosticCodes.EvalCancel));
    }

    [TestCase("")]
    [TestCase("a b")]
    [TestCase("a..b")]
    [TestCase("1a")]
    [TestCase("some.thing")]
    [TestCase("input.f")]
    [TestCase("data.f")]
    [TestCase("internal.member_2")]
    [TestCase("print")]
    [TestCase("eq")]
    [TestCase("plus")]
    [TestCase("walk")]
    [TestCase("rego.metadata.rule")]
    public void With_NameThatCannotBeTaken_IsRefused(string name) =>
        Assert.That(() => RegoBuiltins.All.With(new Builtin(name, RegoType.Any, RegoType.Any, (_, a) => a)), Throws.ArgumentException);

    [Test]
    public void With_TheSameNameTwice_IsRefused() => Assert.That(() => RegoBuiltins.All.With(TeamsOf, TeamsOf), Throws.ArgumentException);

    [Test]
    public void With_NameOfAnOrdinaryFunction_ReplacesIt()
    {
        var upper = new Builtin("upper", RegoType.String, RegoType.String, (_, _) => RegoString.From("replaced"));

        Assert.That(Ask("upper(\"a\")", upper), Is.EqualTo(RegoString.From("replaced")));
    }

    [Test]
    public void Call_OfEveryForm_GetsItsOperands()
    {
        Builtin[] forms =
        [
            new("f0", RegoType.Number, _ => RegoNumber.From(0)),
            new("f2", RegoType.Number, RegoType.Number, RegoType.Any, (_, a, b) => RegoArray.From(a, b)),
            new("f3", RegoType.Number, RegoType.Number, RegoType.Number, RegoType.Any, (_, a, b, c) => RegoArray.From(a, b, c)),
            new("f4", new FunctionType([RegoType.Number, RegoType.Number, RegoType.Number, RegoType.Number], RegoType.Any), (_, operands) => RegoArray.From(operands)),
        ];

        Assert.That(Ask("[f0(), f2(1, 2), f3(1, 2, 3), f4(1, 2, 3, 4)]", forms).ToJson(), Is.EqualTo("[0,[1,2],[1,2,3],[1,2,3,4]]"));
    }

    private static CompilationResult Compile(string module, params Builtin[] builtins) =>
        new RegoCompiler(new RegoCompilerOptions { Builtins = RegoBuiltins.All.With(builtins) }).Compile([new RegoSource("t.rego", module)]);

    private static PreparedQuery Query(string term, params Builtin[] builtins) => Compile($"package t\n\np := {term}", builtins).GetPolicyOrThrow().Prepare("data.t.p");

    private static RegoValue Ask(string term, params Builtin[] builtins) => Run(Query(term, builtins));

    private static RegoValue Evaluate(string query, string module, string input, params Builtin[] builtins) =>
        Compile(module, builtins).GetPolicyOrThrow().Prepare(query).Evaluate(RegoJson.Parse(input), new EvaluationOptions { Limits = EvaluationLimits.Default });

    private static RegoValue Run(PreparedQuery query, TimeSpan? timeout = null) =>
        query.Evaluate(RegoObject.Empty, new EvaluationOptions { Limits = EvaluationLimits.Default with { Timeout = timeout ?? TimeSpan.FromSeconds(10) } });
}
